import { ManualClock } from '@turnfleet/core/testing';
import { rateWindowsContract } from '@turnfleet/testing';
import { createMemoryRates } from './memory-rates.ts';

rateWindowsContract('Memory', async () => {
  const clock = new ManualClock();
  const windows = createMemoryRates(clock);
  return { windows, other: windows, stop: async () => {} };
});
