import { type Clock, type Logger, wait } from '@turnfleet/core';

export interface Drain {
  /** Aborts when the drain begins. */
  readonly signal: AbortSignal;
  /** Begins; resolves when `idle` does, or when the grace time is up. */
  run(idle: () => Promise<void>): Promise<void>;
}

export function createDrain(clock: Clock, logger: Logger, graceMs: number): Drain {
  const began = new AbortController();
  return {
    signal: began.signal,
    run: async (idle) => {
      began.abort();
      const finished = new AbortController();
      const timeUp = wait(clock, graceMs, finished.signal).then(
        () => logger.warn({ graceMs }, 'requests were still running when the time to drain was up: they are cut'),
        () => {},
      );
      await Promise.race([idle(), timeUp]);
      finished.abort();
      await timeUp;
    },
  };
}
