import { ManualClock } from '@turnfleet/core/testing';
import { handoffQueueContract } from '@turnfleet/testing';
import { createMemoryHandoffs } from './memory-handoffs.ts';

handoffQueueContract('Memory', async () => {
  const clock = new ManualClock();
  const queue = createMemoryHandoffs(clock);
  return { queue, other: queue, pass: (ms) => clock.advance(ms), now: () => clock.now(), stop: async () => {} };
});
