import type { Clock, Timer } from '@turnfleet/core';

export interface Looking {
  start(): void;
  /** Begins nothing more; resolves when the look that is under way has ended. */
  stop(): Promise<void>;
}

/** Looks again and again: after `pauseMs()`, and each time so long after a look has ended. `look` must not reject. */
export function repeatEvery(clock: Clock, pauseMs: () => number, look: () => Promise<void>): Looking {
  let timer: Timer | null = null;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;
  const schedule = (): void => {
    if (stopped) return;
    timer = clock.setTimer(pauseMs(), () => {
      looking = look().then(schedule);
    });
  };
  return {
    start: schedule,
    stop: () => {
      stopped = true;
      timer?.cancel();
      return looking;
    },
  };
}
