import { type RateWindows, SlicedWindow, sliceMs, slicesCounted, takeInAll } from '@turnfleet/admission';
import type { Clock } from '@turnfleet/core';
import { ExpiringMap } from './expiring-map.ts';

/** For a fleet in one process. */
export function createMemoryRates(clock: Clock): RateWindows {
  const windows = new ExpiringMap<SlicedWindow>(clock, slicesCounted * sliceMs);
  return {
    async take(group, asks) {
      const all = asks.map(({ name, limit }) => {
        const key = `${group} ${name}`;
        const window = windows.get(key) ?? new SlicedWindow();
        windows.set(key, window);
        return { window, limit };
      });
      return takeInAll(all, clock.monotonic());
    },
  };
}
