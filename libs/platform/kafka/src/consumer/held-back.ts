import { type Clock, type Logger, repeat } from '@turnfleet/core';
import type { Offsets } from '../reader/offsets.ts';

/** How far a partition is written, and up to where readers of committed records get it. */
export interface Ends {
  readonly topic: string;
  readonly partition: number;
  /** The last stable offset: where the oldest open transaction begins, else the same as `written`. */
  readonly stable: bigint;
  readonly written: bigint;
}

/** Records behind open transactions, in the partitions that this process reads. */
interface HeldBack {
  /** At the last look. */
  readonly records: number;
  /** Null unless one has stood for a while, else what it means and what to do. */
  problem(): string | null;
  stop(): void;
}

/** Of these partitions, from their leaders. */
export function endsOf(
  offsets: Pick<Offsets, 'end' | 'written'>,
  places: readonly Pick<Ends, 'topic' | 'partition'>[],
): Promise<readonly Ends[]> {
  const ask = async ({ topic, partition }: Pick<Ends, 'topic' | 'partition'>): Promise<Ends> => {
    // In this order: what is written in between is not taken for held back.
    const written = await offsets.written(topic, partition);
    return { topic, partition, written, stable: await offsets.end(topic, partition) };
  };
  return Promise.all(places.map(ask));
}

const lookEveryMs = 5_000;
/** Longer than an honest transaction takes, and than two looks. */
const standsAfterMs = 10_000;
/** So long nobody in the partition is answered: then it is a matter of readiness. */
const problemAfterMs = 30_000;

interface Standing extends Ends {
  readonly since: number;
  told: boolean;
}

/** Looks at the ends now and then. A transaction that is left open stops its partitions, and no reader of them can tell. */
export function watchHeldBack(clock: Clock, logger: Logger, ask: () => Promise<readonly Ends[]>): HeldBack {
  let standing = new Map<string, Standing>();

  function look(ends: readonly Ends[]): void {
    const now = clock.monotonic();
    const before = standing;
    standing = new Map();
    for (const end of ends) {
      if (end.written <= end.stable) continue;
      const name = `${end.topic}/${end.partition}`;
      const known = before.get(name);
      const same = known?.stable === end.stable ? known : { since: now, told: false };
      standing.set(name, { ...end, since: same.since, told: same.told });
    }
    for (const one of standing.values()) {
      if (one.told || now - one.since < standsAfterMs) continue;
      one.told = true;
      logger.warn(fieldsOf(one), sentenceOf(one, now));
    }
    for (const [name, one] of before) {
      if (one.told && !standing.get(name)?.told)
        logger.info(
          { topic: one.topic, partition: one.partition },
          'An open transaction has ended; its partition goes on.',
        );
    }
  }

  const looking = repeat(
    clock,
    () => lookEveryMs,
    // That brokers are away is told by others.
    () => ask().then(look, () => undefined),
  );
  looking.start();
  return {
    get records() {
      return [...standing.values()].reduce((sum, { written, stable }) => sum + Number(written - stable), 0);
    },
    problem: () => {
      const now = clock.monotonic();
      const long = [...standing.values()].find(({ since }) => now - since >= problemAfterMs);
      return long ? sentenceOf(long, now) : null;
    },
    stop: () => void looking.stop(),
  };
}

const fieldsOf = ({ topic, partition, stable, written }: Ends) => ({
  topic,
  partition,
  offset: String(stable),
  records: Number(written - stable),
});

function sentenceOf({ topic, partition, stable, written, since }: Standing, now: number): string {
  return (
    `An open transaction has held ${written - stable} records of ${topic}/${partition} back for ${Math.round((now - since) / 1_000)} s: ` +
    "nobody gets them before it ends, at its producer's transaction.timeout.ms at the latest. End it at once: " +
    `kafka-transactions.sh abort --topic ${topic} --partition ${partition} --start-offset ${stable}`
  );
}
