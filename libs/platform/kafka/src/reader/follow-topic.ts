import { abortReason, backoff, TurnfleetError, wait, withTimeout } from '@turnfleet/core';
import type { Following, TopicFollower } from '@turnfleet/turn-engine';
import { createClient, type KafkaOptions } from '../client/client.ts';
import { askCluster, clusterOf, countPartitions } from '../client/cluster.ts';
import { codeOf, kafkaError } from '../errors.ts';
import { type Offsets, offsetsOf } from './offsets.ts';
import { fetchedIn, pageOf, readCommitted } from './read.ts';

/** How long a broker waits for news before it answers that there are none: so long may that of another broker wait too. */
const fetchWaitMs = 200;
const partitionBytes = 256 * 1024;
const fetchBytes = 4 * 1024 * 1024;
const catchUpMs = 30_000;
const restMs = { firstMs: 200, longestMs: 2_000 };

/**
 * Follows a topic by fetching from the leaders of all its partitions at once, over connections of its own: a broker answers
 * in order, and whoever waits there for news would keep others waiting.
 */
export async function followTopic(
  options: KafkaOptions,
  topic: string,
  sinceMs: number,
  follower: TopicFollower,
): Promise<Following> {
  const { clock, logger } = options;
  const { kafka, sever } = createClient(options);
  const cluster = clusterOf(kafka);
  const offsets = offsetsOf(cluster, clock);
  const stopped = new AbortController();
  const close = async (): Promise<void> => {
    await cluster.disconnect().catch(() => undefined);
    sever();
  };
  const next = new Map<number, bigint>();
  const caughtUp = Promise.withResolvers<void>();

  async function fetchFrom(nodeId: string, partitions: readonly number[]): Promise<void> {
    const leader = await cluster.findBroker({ nodeId });
    const wanted = partitions.map((partition) => ({
      partition,
      fetchOffset: String(next.get(partition) ?? 0n),
      maxBytes: partitionBytes,
    }));
    const answer: unknown = await leader.fetch({
      isolationLevel: readCommitted,
      maxWaitTime: fetchWaitMs,
      minBytes: 1,
      maxBytes: fetchBytes,
      topics: [{ topic, partitions: wanted }],
    });
    if (stopped.signal.aborted) return;
    for (const fetched of fetchedIn(answer)) {
      const page = pageOf(topic, fetched, next.get(fetched.partition) ?? 0n);
      if (!page) continue;
      next.set(fetched.partition, page.next);
      if (page.records.length > 0) follower.deliver(page.records);
    }
  }

  async function fetchAll(): Promise<void> {
    await cluster.connect();
    const led = Object.entries(cluster.findLeaderForPartitions(topic, [...next.keys()]));
    const ends = await Promise.allSettled(led.map(([nodeId, partitions]) => fetchFrom(nodeId, partitions)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Positions that the log does not have go to its end. */
  async function findAgain(): Promise<void> {
    const bounds = await offsets.bounds(topic, [...next.keys()]);
    const lost = [...bounds].filter(([partition, { oldest, end }]) => {
      const at = next.get(partition) ?? 0n;
      return at < oldest || at > end;
    });
    for (const [partition, { end }] of lost) next.set(partition, end);
    if (lost.length === 0) return;
    logger.warn({ topic, partitions: lost.map(([partition]) => partition) }, 'records were gone before they were read');
    follower.missed();
  }

  async function run(ends: ReadonlyMap<number, bigint>): Promise<void> {
    let failures = 0;
    while (!stopped.signal.aborted) {
      try {
        await fetchAll();
        if (failures > 1) logger.info({ topic }, 'the topic is followed again');
        failures = 0;
        if ([...ends].every(([partition, end]) => (next.get(partition) ?? 0n) >= end)) caughtUp.resolve();
      } catch (error) {
        if (stopped.signal.aborted) return;
        failures++;
        if (failures === 2) logger.warn({ err: kafkaError(error, 'tell the news'), topic }, unheard);
        const mend = codeOf(error) === 'OFFSET_OUT_OF_RANGE' ? findAgain() : cluster.refreshMetadata();
        await mend.catch(() => undefined);
        await wait(clock, backoff(restMs, failures), stopped.signal).catch(() => undefined);
      }
    }
  }

  try {
    const ask = <T>(work: () => Promise<T>): Promise<T> => askCluster(cluster, clock, `be followed in ${topic}`, work);
    const count = await countPartitions(cluster, topic);
    const partitions = Array.from({ length: count }, (_, partition) => partition);
    const bounds = await ask(() => offsets.bounds(topic, partitions));
    for (const [partition, at] of await ask(() => startsOf(offsets, topic, bounds, sinceMs))) next.set(partition, at);
    const ends = new Map([...bounds].map(([partition, { end }]) => [partition, end]));
    const running = run(ends);
    await withTimeout(clock, catchUpMs, caughtUp.promise, () => behind(topic)).catch(async (error: unknown) => {
      stopped.abort(error);
      await running;
      throw error;
    });
    return {
      stop: async () => {
        stopped.abort(abortReason(undefined));
        await close();
        await running;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In each partition the first record that was written at `sinceMs` or later, else the end. */
async function startsOf(
  offsets: Offsets,
  topic: string,
  bounds: ReadonlyMap<number, { readonly end: bigint }>,
  sinceMs: number,
): Promise<(readonly [number, bigint])[]> {
  return Promise.all(
    [...bounds].map(
      async ([partition, { end }]) => [partition, (await offsets.since(topic, partition, sinceMs)) ?? end] as const,
    ),
  );
}

function behind(topic: string): TurnfleetError {
  return new TurnfleetError('overloaded', `What is in ${topic} could not be read in ${catchUpMs / 1_000} s.`);
}

const unheard = 'Kafka cannot be asked for news: what happened meanwhile is heard when it answers again';
