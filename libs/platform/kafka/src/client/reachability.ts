import type { Clock, Logger, Timer } from '@turnfleet/core';
import { kafkaError } from '../errors.ts';

export interface Reachability {
  /** Null while the last probe was answered. */
  readonly problem: () => string | null;
  readonly stop: () => void;
}

const probeEveryMs = 5_000;

/** Asks now and then, so that a process whose brokers went away says so before it is given work. */
export function watchReachability(clock: Clock, logger: Logger, probe: () => Promise<void>): Reachability {
  let problem: string | null = null;
  let stopped = false;
  let timer: Timer;

  function schedule(): void {
    timer = clock.setTimer(probeEveryMs, () => {
      const asked = probe().then(
        () => null,
        (error: unknown) => kafkaError(error, 'answer').message,
      );
      void asked.then((outcome) => {
        if (outcome !== null && problem === null) logger.warn({ problem: outcome }, 'Kafka cannot be reached.');
        if (outcome === null && problem !== null) logger.info({}, 'Kafka can be reached again.');
        problem = outcome;
        if (!stopped) schedule();
      });
    });
  }
  schedule();
  return {
    problem: () => problem,
    stop: () => {
      stopped = true;
      timer.cancel();
    },
  };
}
