import { ManualClock } from '@turnfleet/core/testing';
import { loadBoardContract } from '@turnfleet/testing';
import { createMemoryLoads } from './memory-loads.ts';

loadBoardContract('Memory', async () => {
  const clock = new ManualClock();
  const board = createMemoryLoads(clock);
  return { board, other: board, pass: (ms) => clock.advance(ms), stop: async () => {} };
});
