import { endsWithin } from '@turnfleet/core';
import type { Following, LogFeed, LogRecord, TurnLog } from '@turnfleet/turn-engine';
import { createClient, type KafkaOptions, sessionTimeoutMs } from './client/client.ts';
import { askCluster, clusterOf, countPartitions, knownLeader, missingPartition } from './client/cluster.ts';
import { watchGrowth } from './client/growth.ts';
import { watchReachability } from './client/reachability.ts';
import { groupOffsets } from './consumer/group-offsets.ts';
import { startGroupSession } from './consumer/group-session.ts';
import { endsOf, watchHeldBack } from './consumer/held-back.ts';
import { type HoldingMembership, joinGroup } from './consumer/membership.ts';
import { kafkaError } from './errors.ts';
import { findWrittenIn } from './producer/find-written.ts';
import { openProducer, produceTimeoutMs } from './producer/producer.ts';
import { watchRefusedWrites } from './producer/refused-writes.ts';
import { followTopic } from './reader/follow-topic.ts';
import { offsetsOf } from './reader/offsets.ts';
import { readPartition } from './reader/read.ts';
import { electionRetry } from './retry.ts';
import { recordLimit } from './topics/record-limit.ts';

/** Within this time a broker that is there has answered. */
const reachMs = 10_000;

export interface KafkaLog extends TurnLog, LogFeed {
  /** Null while the brokers answer and take writes, else what is wrong and what that means, in one sentence: for `/readyz`. */
  problem(): string | null;
  /** What brokers that answer do not help with: somebody has to do something. Each null while there is nothing. */
  readonly notices: { readonly partitions: () => string | null; readonly transactions: () => string | null };
  gauges(): LogGauges;
}

export interface LogGauges {
  /** Partitions that were added since this process counted them. */
  readonly partitionsAdded: number;
  /** Records behind open transactions, in the partitions that this process was given. */
  readonly recordsHeldBack: number;
}

/**
 * Connects to Kafka. `overloaded` if no broker can be reached: within about 10 s, or 20 s if they hang. Each membership has
 * a client of its own: clients of kafkajs share what they believe was committed among all consumers of a group.
 */
export async function openKafkaLog(options: KafkaOptions): Promise<KafkaLog> {
  const { clock } = options;
  const memberships = new Map<HoldingMembership, string>();
  const { kafka, sever } = createClient(options);
  const forProducing = createClient(options, produceTimeoutMs);
  const cluster = clusterOf(kafka);
  const offsets = offsetsOf(cluster, clock);
  const connected = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      sever();
      forProducing.sever();
      throw kafkaError(error, `answer at ${options.brokers.join(', ')}`);
    });
  await connected(cluster.connect());
  const leaderOf = (topic: string, partition: number): number => knownLeader(cluster, topic, partition);
  const findWritten = findWrittenIn({
    since: (topic, partition, timestamp) =>
      askCluster(cluster, clock, `search ${topic}/${partition}`, () => offsets.since(topic, partition, timestamp)),
    read: readFrom,
  });
  const writes = watchRefusedWrites(clock, options.logger);
  const sending = { clock, leaderOf, findWritten, worthRetrying: stillInSession, writes };
  const producer = await connected(openProducer(forProducing.kafka, sending));
  const growth = watchGrowth(options.logger, (topic) => cluster.findTopicPartitionMetadata(topic).length);
  const probe = async (): Promise<void> => {
    await cluster.connect();
    await cluster.refreshMetadata();
    growth.look();
  };
  const heldBack = watchHeldBack(clock, options.logger, () =>
    endsOf(
      offsets,
      [...memberships].flatMap(([member, topic]) => member.assigned().map((partition) => ({ topic, partition }))),
    ),
  );
  const reachability = watchReachability(clock, options.logger, probe);
  const followings = new Set<Following>();
  const counts = new Map<string, number>();

  /** A worker that its group may have given up must not repeat itself; one without a group may. */
  function stillInSession(): boolean {
    return memberships.size === 0 || [...memberships.keys()].some((one) => one.sinceHeartbeatMs() < sessionTimeoutMs);
  }

  /** kafkajs drops records of partitions it does not know without a word. */
  async function mustExist(topic: string, partition: number): Promise<void> {
    if (partition < (counts.get(topic) ?? 0)) return;
    counts.set(topic, await countPartitions(cluster, topic));
    if (partition >= (counts.get(topic) ?? 0)) throw missingPartition(topic, partition);
  }

  function readFrom(topic: string, partition: number, from: bigint): AsyncIterable<LogRecord> {
    return readPartition(cluster, offsets, clock, topic, partition, from);
  }

  return {
    async partitionsOf(topic) {
      const count = await countPartitions(cluster, topic);
      growth.counted(topic, count);
      return count;
    },
    recordLimit: (topic) => recordLimit(cluster, clock, topic),
    async append(record) {
      await mustExist(record.topic, record.partition);
      return { offset: await producer.append(record) };
    },
    read: readFrom,
    follow: async (topic, sinceMs, follower) => {
      const following = await followTopic(options, topic, sinceMs, follower);
      followings.add(following);
      return {
        stop: () => {
          followings.delete(following);
          return following.stop();
        },
      };
    },
    endOf: (topic, partition) =>
      askCluster(cluster, clock, `tell the end of ${topic}/${partition}`, () => offsets.end(topic, partition)),
    async join(group, topic, member) {
      await countPartitions(cluster, topic);
      const membership = await joinGroup(
        {
          clock,
          logger: options.logger,
          group,
          topic,
          offsets: groupOffsets(cluster, clock, group, topic),
          bounds: (partitions) =>
            askCluster(
              cluster,
              clock,
              `tell the bounds of ${topic}`,
              () => offsets.bounds(topic, partitions),
              electionRetry,
            ),
          hasRecordFrom: async (partition, offset) => {
            for await (const _ of readFrom(topic, partition, offset)) return true;
            return false;
          },
          // Those that were away at the last probe count as away: they may be back before another one ends.
          reachable: async () => reachability.problem() === null && endsWithin(clock, reachMs, probe()),
          writes,
          startSession: (handler) => startGroupSession(options, group, topic, handler),
        },
        member,
      );
      memberships.set(membership, topic);
      const forget = (): void => void memberships.delete(membership);
      membership.ended.then(forget, forget);
      return membership;
    },
    problem: () => reachability.problem() ?? writes.problem(),
    notices: { partitions: () => growth.problem(), transactions: () => heldBack.problem() },
    gauges: () => ({ partitionsAdded: growth.added, recordsHeldBack: heldBack.records }),
    async close() {
      reachability.stop();
      heldBack.stop();
      await Promise.all([...followings].map((following) => following.stop()));
      await Promise.all([...memberships.keys()].map((membership) => membership.leave()));
      await producer.close();
      await cluster.disconnect();
      sever();
      forProducing.sever();
    },
  };
}
