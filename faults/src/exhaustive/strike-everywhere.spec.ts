import { describe, expect, it } from '@jest/globals';
import { strikeEverywhere, struckText } from './strike-everywhere.ts';

describe('two turns of a conversation, two workers, one thing that goes wrong', () => {
  it('every promise is kept, wherever it strikes (every 67th case)', async () => {
    const broken: string[] = [];
    let cases = 0;
    for await (const struck of strikeEverywhere(67)) {
      cases++;
      for (const { code, sentence } of struck.report.verdicts)
        broken.push(`${struckText(struck)}: ${code}: ${sentence}`);
    }
    expect(broken).toEqual([]);
    expect(cases).toBeGreaterThan(100);
  }, 120_000);
});
