import { ManualClock } from '@turnfleet/core/testing';
import { fleetStatusContract } from '@turnfleet/testing';
import { createMemoryFleetStatus } from './memory-fleet-status.ts';

fleetStatusContract('Memory', async () => {
  const clock = new ManualClock();
  const status = createMemoryFleetStatus(clock);
  const clear = async (): Promise<void> => {
    for (const { worker } of await status.reports()) await status.withdraw(worker);
    for (const rule of (await status.choices()).keys()) await status.choose(rule, null);
  };
  return { status, other: status, pass: (ms) => clock.advance(ms), clear, stop: async () => {} };
});
