import { expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { loadMeasure } from './measure-load.ts';

const stats = {
  ...{ running: 10, capacity: 10, waiting: 10, suspects: 0, takenBytes: 1, queueAgeMs: 700 },
  partitions: [
    { partition: 0, claimed: true, frontier: 100n, committed: 90n, frontierLag: 12 },
    { partition: 4, claimed: true, frontier: 0n, committed: 0n, frontierLag: 8 },
  ],
};

it('a worker that fetches no more tells what stands behind in the log, too', async () => {
  const engine = {
    stats: () => ({ ...stats, full }),
    queue: () => ({
      ...{ finished: 5, workedMs: 100 },
      sharers: [
        { sharer: 'few', priority: 2 as const, waiting: 3, oldestMs: 9 },
        { sharer: 'many', priority: 3 as const, waiting: 7, oldestMs: 700 },
      ],
    }),
  };
  const asked: number[] = [];
  const log = {
    endOf: async (_: string, partition: number) => {
      asked.push(partition);
      return 150n;
    },
  };
  const measure = loadMeasure({ engine, log, clock: new ManualClock() });
  let full = false;
  expect(await measure('w')).toMatchObject({ sequence: 1, behind: 0, inFlight: 10, waiting: 10 });
  expect(asked).toEqual([]);
  full = true;
  const load = await measure('w');
  expect(load).toMatchObject({ sequence: 2, behind: 38 + 142 });
  expect(load.sharers.map(({ tenant }) => tenant)).toEqual(['many', 'few']);
});
