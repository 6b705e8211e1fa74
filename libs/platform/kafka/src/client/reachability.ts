import { type Clock, type Logger, repeat } from '@turnfleet/core';
import { kafkaError } from '../errors.ts';

interface Reachability {
  /** Null while the last probe was answered. */
  readonly problem: () => string | null;
  readonly stop: () => void;
}

const probeEveryMs = 5_000;

/** Asks now and then, so that a process whose brokers went away says so before it is given work. */
export function watchReachability(clock: Clock, logger: Logger, probe: () => Promise<void>): Reachability {
  let problem: string | null = null;
  const probing = repeat(
    clock,
    () => probeEveryMs,
    async () => {
      const outcome = await probe().then(
        () => null,
        (error: unknown) => kafkaError(error, 'answer').message,
      );
      if (outcome !== null && problem === null) logger.warn({ problem: outcome }, 'Kafka cannot be reached.');
      if (outcome === null && problem !== null) logger.info({}, 'Kafka can be reached again.');
      problem = outcome;
    },
  );
  probing.start();
  return { problem: () => problem, stop: () => void probing.stop() };
}
