import { describe, it } from '@jest/globals';
import { explainSeed, failureText } from './failing-seed.ts';
import { judgeSeed } from './run-seed.ts';

const turns = 30;

describe('the promises about a turn, whatever breaks', () => {
  it.each(Array.from({ length: 50 }, (_, i) => i + 1))(
    'are kept under seed %i',
    async (seed) => {
      const { report } = await judgeSeed(seed, turns);
      if (report.verdicts.length === 0) return;
      const explained = await explainSeed(seed, turns);
      throw new Error(explained ? failureText(seed, turns, explained) : `seed ${seed} fails only sometimes`);
    },
    60_000,
  );
});
