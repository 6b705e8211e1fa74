import { type Clock, type RetryPolicy, retry, TurnfleetError } from '@turnfleet/core';
import type { Broker, Cluster, Kafka, PartitionAssigner } from 'kafkajs';
import { isTransient, kafkaError } from '../errors.ts';
import { defaultRetry } from '../retry.ts';

/**
 * The brokers themselves: metadata, offsets and fetches without a consumer group. kafkajs hands its `Cluster` out in
 * one public place only, to partition assigners, so a consumer that never runs is asked for one.
 */
export function clusterOf(kafka: Kafka): Cluster {
  let found: Cluster | undefined;
  const catchCluster: PartitionAssigner = ({ cluster }) => {
    found = cluster;
    return {
      name: 'none',
      version: 0,
      assign: () => Promise.resolve([]),
      protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
    };
  };
  kafka.consumer({ groupId: 'none', allowAutoTopicCreation: false, partitionAssigners: [catchCluster] });
  if (!found) throw new TurnfleetError('internal', 'kafkajs did not hand out its cluster: is it another version?');
  return found;
}

/** The number of partitions, asked afresh; `not_found` if the topic does not exist. */
export async function countPartitions(cluster: Cluster, topic: string): Promise<number> {
  try {
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    await cluster.refreshMetadata();
    const { length } = cluster.findTopicPartitionMetadata(topic);
    if (length > 0) return length;
  } catch (error) {
    throw kafkaError(error, `tell the partitions of topic ${topic}`);
  }
  throw missingTopic(topic);
}

export async function leaderOf(cluster: Cluster, topic: string, partition: number): Promise<Broker> {
  await cluster.addTargetTopic(topic);
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw missingPartition(topic, partition);
  return cluster.findBroker({ nodeId });
}

/** The node that leads a partition by the metadata at hand; -1 if that is not known. */
export function knownLeader(cluster: Cluster, topic: string, partition: number): number {
  return cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
}

/**
 * Asks, and asks again while an election is on or a broker is away; `doing` completes the sentence "Kafka did not …". After
 * a failure the leader may be another: each further attempt asks who it is.
 */
export function askCluster<T>(
  cluster: Cluster,
  clock: Clock,
  doing: string,
  request: () => Promise<T>,
  policy: RetryPolicy = defaultRetry,
): Promise<T> {
  const attempt = async (): Promise<T> => {
    try {
      await cluster.connect();
      return await request();
    } catch (error) {
      if (isTransient(error)) await cluster.refreshMetadata();
      throw error;
    }
  };
  return retry(clock, policy, isTransient, attempt).catch((error: unknown) => {
    throw kafkaError(error, doing);
  });
}

export function missingPartition(topic: string, partition: number): TurnfleetError {
  return new TurnfleetError('not_found', `Topic ${topic} has no partition ${partition}.`, {
    resource: { type: 'partition', name: `${topic}/${partition}` },
    suggestion: 'Compare the topics with `npx turnfleet topics check`.',
  });
}

function missingTopic(topic: string): TurnfleetError {
  return new TurnfleetError('not_found', `Kafka has no topic ${topic}.`, {
    resource: { type: 'topic', name: topic },
    suggestion: 'Create the topics with `npx turnfleet topics create`.',
  });
}
