import type { LoadBoard } from '@turnfleet/admission';
import { loadsOf } from '@turnfleet/admission';
import type { Clock } from '@turnfleet/core';

/** For a fleet in one process. */
export function createMemoryLoads(clock: Pick<Clock, 'monotonic'>): LoadBoard {
  const told = new Map<string, { readonly text: string; readonly until: number }>();
  return {
    async tell(load, ttlMs) {
      told.set(load.name, { text: JSON.stringify(load), until: clock.monotonic() + ttlMs });
    },
    async withdraw(name) {
      told.delete(name);
    },
    async read() {
      const now = clock.monotonic();
      for (const [name, { until }] of told) if (until <= now) told.delete(name);
      return loadsOf([...told.values()].map(({ text }) => text));
    },
  };
}
