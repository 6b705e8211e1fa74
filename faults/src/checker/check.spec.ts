import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import fc from 'fast-check';
import { readHistory } from '../history/read-history.ts';
import { lineOf } from '../history/write-history.ts';
import { check } from './check.ts';
import { corruptions } from './testing/corruptions.ts';
import { numbered, validHistory } from './testing/valid-history.ts';

/** Milliseconds; histories are many, and the machine may be busy. */
const patience = 120_000;

describe('a history of kept promises', () => {
  it(
    'yields no verdict, whatever the interleaving',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const history = validHistory(seededRandom(seed));
          const problems: unknown[] = [];
          const read = [];
          for await (const line of readHistory(history.map(lineOf), (problem) => problems.push(problem)))
            read.push(line);
          expect(read).toHaveLength(history.length);
          expect(problems).toEqual([]);
          expect(check(numbered(history)).verdicts).toEqual([]);
        }),
        { numRuns: 30 },
      );
    },
    patience,
  );
});

describe('a history in which one promise was broken', () => {
  it.each(corruptions)(
    'yields $code and nothing else: $how',
    ({ code, corrupt }) => {
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const random = seededRandom(seed);
          const history = corrupt(validHistory(random), random);
          fc.pre(history !== null);
          const codes = check(numbered(history ?? [])).verdicts.map((verdict) => verdict.code);
          expect([...new Set(codes)]).toEqual([code]);
        }),
        { numRuns: 12 },
      );
    },
    patience,
  );
});
