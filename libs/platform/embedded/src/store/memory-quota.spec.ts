import { ManualClock } from '@turnfleet/core/testing';
import { endpointQuotaContract } from '@turnfleet/testing';
import { createMemoryQuota } from './memory-quota.ts';

endpointQuotaContract('Memory', async () => {
  const clock = new ManualClock();
  const quota = createMemoryQuota(clock);
  return { quota, other: quota, pass: (ms) => clock.advance(ms), stop: async () => {} };
});
