import { type Clock, type Logger, repeat } from '@turnfleet/core';
import type { LoadBoard, WorkerLoad } from './load-board.ts';

const everyMs = 1_000;
/** A worker that has said nothing for so long is not counted any more. */
const ttlMs = 6_000;

interface TellLoadDeps {
  readonly board: Pick<LoadBoard, 'tell' | 'withdraw'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly name: string;
  readonly measure: () => Promise<WorkerLoad>;
}

/** Tells the doors of this worker every second until it is stopped; a board that is away is told of by others. */
export function tellLoad({ board, clock, logger, name, measure }: TellLoadDeps) {
  const quietly = (error: unknown): void => logger.debug({ err: error }, 'the load of this worker was not told');
  const tell = (): Promise<void> =>
    measure()
      .then((load) => board.tell(load, ttlMs))
      .catch(quietly);
  const first = tell();
  const telling = repeat(clock, () => everyMs, tell);
  telling.start();
  return {
    stop: async (): Promise<void> => {
      await Promise.all([telling.stop(), first]);
      await board.withdraw(name).catch(quietly);
    },
  };
}
