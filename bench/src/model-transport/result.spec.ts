import { describe, expect, it } from '@jest/globals';
import { type Measured, resultOf } from './result.ts';
import { transportText } from './text.ts';

const round = (ours: number, sdk: number, bare: number): Measured[] =>
  (['whole', 'streamed'] as const).flatMap((mode) => [
    { contender: 'turnfleet', mode, cpuMicrosPerCall: ours },
    { contender: 'openai SDK', mode, cpuMicrosPerCall: sdk },
    { contender: 'undici.request', mode, cpuMicrosPerCall: bare },
  ]);

describe('the result of the model transport', () => {
  const result = resultOf([...round(100, 200, 50), ...round(200, 500, 100), ...round(100, 300, 50)], 3);

  it('compares round by round, and takes the median', () => {
    const sdk = result.calls.whole.find(({ contender }) => contender === 'openai SDK');
    expect(sdk?.overTurnfleet).toEqual({ median: 2.5, min: 2, max: 3 });
  });

  it('judges whole and streamed calls by bars of their own', () => {
    expect(result.bars.map(({ value, verdict }) => [value, verdict])).toEqual([
      [2.5, 'reached'],
      [2.5, 'short'],
    ]);
  });

  it('is told with the distance to the bare request', () => {
    expect(transportText(result)).toMatch(/undici\.request .*0\.5×/);
  });
});
