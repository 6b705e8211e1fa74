import { type DoorLoad, type LoadBoard, type Loads, QueueBook } from '@turnfleet/admission';
import type { Clock, Logger } from '@turnfleet/core';

const lookEveryMs = 100;
const tellEveryMs = 1_000;
const ttlMs = 6_000;

interface WatchDeps {
  readonly board: LoadBoard;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly name: string;
  readonly own: () => Pick<DoorLoad, 'streams' | 'limited'>;
}

/** Keeps the book of the queue, and tells others of this door, whenever somebody wants in: a door where nobody does asks nobody. */
export function watchLoads({ board, clock, logger, name, own }: WatchDeps) {
  const book = new QueueBook(name);
  let loads: Loads = { workers: [], doors: [] };
  let lookAt = Number.NEGATIVE_INFINITY;
  let tellAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let sequence = 0;
  let away = false;

  const look = async (): Promise<void> => {
    const now = clock.monotonic();
    lookAt = now + lookEveryMs;
    try {
      if (now >= tellAt) {
        tellAt = now + tellEveryMs;
        const load = { kind: 'door' as const, name, sequence: ++sequence, perSecond: book.perSecond(now), ...own() };
        await board.tell(load, ttlMs);
      }
      loads = await board.read();
      book.see(loads, clock.monotonic());
      if (away) logger.info({}, 'the load of the fleet can be read again');
      away = false;
    } catch (error) {
      if (!away)
        logger.warn(
          { err: error },
          'the load of the fleet cannot be read: turns are let in without knowing, up to a limit',
        );
      away = true;
    }
  };
  return {
    book,
    /** Looks, if the last look is too long ago. */
    nudge: (): void => {
      if (looking || clock.monotonic() < lookAt) return;
      looking = look().finally(() => {
        looking = null;
      });
    },
    /** As they are now; `overloaded` while nobody can tell. */
    read: () => board.read(),
    /** Doors that let turns in, this one included. */
    doors: () => Math.max(1, loads.doors.length),
    stop: async (): Promise<void> => {
      lookAt = Number.POSITIVE_INFINITY;
      await looking;
      await board.withdraw(name).catch(() => undefined);
    },
  };
}
