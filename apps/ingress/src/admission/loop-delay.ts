import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '@turnfleet/core';

/** How late the event loop is, in milliseconds: what waits for it waits about so long. */
export interface LoopDelay {
  ms(): number;
  stop(): void;
}

const everyMs = 20;
/** One long pause, as of the garbage collector, is none that lasts. */
const windowMs = 250;

/** Measured by Node's own timer; the median of a quarter of a second. */
export function watchLoopDelay(clock: Pick<Clock, 'monotonic'>): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: everyMs });
  histogram.enable();
  let since = clock.monotonic();
  let delayMs = 0;
  return {
    ms() {
      if (clock.monotonic() - since >= windowMs && histogram.count > 0) {
        delayMs = Math.max(0, histogram.percentile(50) / 1e6 - everyMs);
        histogram.reset();
        since = clock.monotonic();
      }
      return delayMs;
    },
    stop: () => histogram.disable(),
  };
}
