import type { Clock } from '@turnfleet/core';
import { type EndpointQuota, MinuteWindow } from '@turnfleet/model';

/** For a fleet in one process. */
export function createMemoryQuota(clock: Pick<Clock, 'monotonic'>): EndpointQuota {
  const windows = new Map<string, MinuteWindow>();
  const windowOf = (endpoint: string): MinuteWindow => {
    const window = windows.get(endpoint) ?? new MinuteWindow();
    windows.set(endpoint, window);
    return window;
  };
  return {
    async take(endpoint, use, limits) {
      return windowOf(endpoint).take(use, limits, clock.monotonic());
    },
    async add(endpoint, use, at) {
      windowOf(endpoint).add(use, at, clock.monotonic());
    },
  };
}
