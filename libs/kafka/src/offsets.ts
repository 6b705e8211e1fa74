import type { Clock } from '@turnfleet/core';
import type { Cluster } from 'kafkajs';
import { missingPartition } from './cluster.ts';
import { gathering } from './gathering.ts';

export interface Bounds {
  readonly oldest: bigint;
  /** The next offset that a reader of committed records has not seen. */
  readonly end: bigint;
}

/** A place that the log still has; the oldest for one it does not have, or for none. */
export function withinBounds(offset: bigint | undefined, { oldest, end }: Bounds): bigint {
  return offset === undefined || offset < oldest || offset > end ? oldest : offset;
}

/** Where the partitions of a log begin and end, as their leaders know it. */
export interface Offsets {
  oldest(topic: string, partition: number): Promise<bigint>;
  /** The next offset that a reader of committed records has not seen. */
  end(topic: string, partition: number): Promise<bigint>;
  /** The first offset with this timestamp (Unix milliseconds) or a later one; undefined if there is none. */
  since(topic: string, partition: number, timestamp: number): Promise<bigint | undefined>;
  bounds(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, Bounds>>;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** How long a question waits for company: an assignment asks about two topics of every partition, one by one. */
const lingerMs = 2;

/** Questions of the same moment go to each leader in one request. */
export function offsetsOf(cluster: Cluster, clock: Clock): Offsets {
  const oldest = gathering(clock, lingerMs, (places: readonly Place[]) =>
    ask(cluster, places, { fromBeginning: true }),
  );
  const end = gathering(clock, lingerMs, (places: readonly Place[]) => ask(cluster, places, { fromBeginning: false }));

  async function one(from: typeof oldest, place: Place): Promise<bigint> {
    // A topic that does not exist fails here, and spoils nobody else's question.
    await cluster.addTargetTopic(place.topic);
    const offset = (await from(place)).get(nameOf(place));
    if (offset === undefined) throw missingPartition(place.topic, place.partition);
    return offset;
  }

  return {
    oldest: (topic, partition) => one(oldest, { topic, partition }),
    end: (topic, partition) => one(end, { topic, partition }),
    async since(topic, partition, fromTimestamp) {
      await cluster.addTargetTopic(topic);
      const offset = (await ask(cluster, [{ topic, partition }], { fromTimestamp })).get(nameOf({ topic, partition }));
      return offset === undefined || offset < 0n ? undefined : offset;
    },
    async bounds(topic, partitions) {
      const asked = partitions.map(async (partition) => {
        const place = { topic, partition };
        const [low, high] = await Promise.all([one(oldest, place), one(end, place)]);
        return [partition, { oldest: low, end: high }] as const;
      });
      return new Map(await Promise.all(asked));
    },
  };
}

async function ask(
  cluster: Cluster,
  places: readonly Place[],
  which: { readonly fromBeginning: boolean } | { readonly fromTimestamp: number },
): Promise<ReadonlyMap<string, bigint>> {
  const byTopic = Map.groupBy(places, ({ topic }) => topic);
  const wanted = [...byTopic].map(([topic, asked]) => ({
    topic,
    partitions: [...new Set(asked.map(({ partition }) => partition))].map((partition) => ({ partition })),
    ...which,
  }));
  const answers = await cluster.fetchTopicsOffset(wanted);
  return new Map(
    answers.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [nameOf({ topic, partition }), BigInt(offset)] as const),
    ),
  );
}

const nameOf = ({ topic, partition }: Place): string => `${topic}/${partition}`;
