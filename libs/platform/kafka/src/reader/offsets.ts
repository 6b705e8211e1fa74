import type { Clock } from '@turnfleet/core';
import type { Broker, Cluster } from 'kafkajs';
import { missingPartition } from '../client/cluster.ts';
import { requestBatcher } from './request-batcher.ts';

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
  /** The next offset to be written: behind open transactions too, which `end` does not pass. */
  written(topic: string, partition: number): Promise<bigint>;
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
  const oldest = requestBatcher(clock, lingerMs, (places: readonly Place[]) =>
    ask(cluster, places, { fromBeginning: true }),
  );
  const end = requestBatcher(clock, lingerMs, (places: readonly Place[]) =>
    ask(cluster, places, { fromBeginning: false }),
  );
  const written = requestBatcher(clock, lingerMs, (places: readonly Place[]) => askUncommitted(cluster, places));

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
    written: (topic, partition) => one(written, { topic, partition }),
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

const readUncommitted = 0;
const latest = '-1';

/** The same, of records that need not be committed; kafkajs asks with the isolation level of its cluster only. */
async function askUncommitted(cluster: Cluster, places: readonly Place[]): Promise<ReadonlyMap<string, bigint>> {
  const byTopic = Map.groupBy(places, ({ topic }) => topic);
  const requests = [...byTopic].flatMap(([topic, asked]) => {
    const partitions = [...new Set(asked.map(({ partition }) => partition))];
    return Object.entries(cluster.findLeaderForPartitions(topic, partitions)).map(async ([nodeId, led]) => {
      const leader = (await cluster.findBroker({ nodeId })) as Broker & ListsOffsets;
      const wanted = led.map((partition) => ({ partition, timestamp: latest }));
      const answer = await leader.listOffsets({
        isolationLevel: readUncommitted,
        topics: [{ topic, partitions: wanted }],
      });
      return answer.responses.flatMap((one) =>
        one.partitions.map(({ partition, offset }) => [nameOf({ topic, partition }), BigInt(offset)] as const),
      );
    });
  });
  return new Map((await Promise.all(requests)).flat());
}

/** Not in kafkajs' types as it is. */
interface ListsOffsets {
  listOffsets(request: {
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly timestamp: string }[];
    }[];
  }): Promise<{
    readonly responses: readonly {
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[];
  }>;
}

const nameOf = ({ topic, partition }: Place): string => `${topic}/${partition}`;
