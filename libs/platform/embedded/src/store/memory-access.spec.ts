import { ManualClock } from '@turnfleet/core/testing';
import { accessStoreContract } from '@turnfleet/testing';
import { createMemoryAccess } from './memory-access.ts';

accessStoreContract('Memory', async () => {
  const clock = new ManualClock();
  const store = createMemoryAccess(clock);
  return { store, other: store, pass: (ms) => clock.advance(ms), stop: async () => {} };
});
