import { type Clock, type Logger, wait } from '@turnfleet/core';

interface Drain {
  /** Aborts when nothing new is taken any more; what is being told goes on. */
  readonly refusing: AbortSignal;
  /** Aborts when everything that waits or streams has to end. */
  readonly signal: AbortSignal;
  refuse(): void;
  /** Refuses and ends; resolves when `idle` does, or when the grace time is up. */
  run(idle: () => Promise<void>): Promise<void>;
}

export function createDrain(clock: Clock, logger: Logger, graceMs: number): Drain {
  const refusing = new AbortController();
  const ending = new AbortController();
  return {
    refusing: refusing.signal,
    signal: ending.signal,
    refuse: () => refusing.abort(),
    run: async (idle) => {
      refusing.abort();
      ending.abort();
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
