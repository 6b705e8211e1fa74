import { ManualClock } from '@turnfleet/core/testing';
import { sessionStoreContract } from '@turnfleet/testing';
import { createMemorySessions } from './memory-sessions.ts';

sessionStoreContract('Memory', async () => {
  const clock = new ManualClock();
  const store = createMemorySessions(clock);
  return { store, other: store, pass: (ms) => clock.advance(ms), stop: async () => {} };
});
