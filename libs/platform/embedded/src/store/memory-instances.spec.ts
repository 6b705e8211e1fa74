import { ManualClock } from '@turnfleet/core/testing';
import { instanceStoreContract } from '@turnfleet/testing';
import { createMemoryInstances } from './memory-instances.ts';

instanceStoreContract('Memory', async () => {
  const clock = new ManualClock();
  const store = createMemoryInstances(clock);
  return { store, other: store, pass: (ms) => clock.advance(ms), stop: async () => {} };
});
