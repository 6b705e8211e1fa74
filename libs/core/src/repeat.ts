import type { Clock, Timer } from './clock.ts';

export interface Repeating {
  start(): void;
  /** Begins nothing more; resolves when the look that is under way has ended. */
  stop(): Promise<void>;
}

/** Looks again and again: after `pauseMs()`, and each time so long after a look has ended. `look` must not reject. */
export function repeat(clock: Clock, pauseMs: () => number, look: () => Promise<void>): Repeating {
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
