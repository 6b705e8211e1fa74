import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { LogFeed, LogRecord, TurnLog } from '@turnfleet/turn-engine';
import { ConsumerGroup } from './consumer-group.ts';
import { followTopic } from './follow-topic.ts';
import { MemoryTopic, type TopicSettings } from './memory-topic.ts';
import type { PartitionLog } from './partition-log.ts';

/** A log that lives and ends with its process; within it, it keeps every promise of `TurnLog`. */
export interface EmbeddedLog extends TurnLog, LogFeed {
  /** `conflict` if the topic exists. */
  createTopic(name: string, settings: TopicSettings): void;
  /** As an operator changes `max.message.bytes`; what the topic has already stays. */
  limitRecords(topic: string, bytes: number): void;
  /** Records that a group reads and has not committed, each counted once per group: what ends with the process. */
  uncommitted(): number;
}

const recordsPerRead = 500;

export function createEmbeddedLog(clock: Clock, settings: Readonly<Record<string, TopicSettings>>): EmbeddedLog {
  const topics = new Map<string, MemoryTopic>();
  const groups = new Map<string, ConsumerGroup>();
  let closed = false;

  const topicOf = (name: string): MemoryTopic => {
    if (closed) throw new TurnfleetError('overloaded', 'The embedded log has been closed.');
    const topic = topics.get(name);
    if (topic) return topic;
    throw new TurnfleetError('not_found', `There is no topic ${name}.`, {
      suggestion: 'Create it with `npx turnfleet topics create`, or correct its name.',
      resource: { type: 'topic', name },
    });
  };
  const groupOf = (name: string, topic: MemoryTopic): ConsumerGroup => {
    const key = `${topic.name}/${name}`;
    const group = groups.get(key) ?? new ConsumerGroup(topic, clock);
    groups.set(key, group);
    return group;
  };
  const createTopic = (name: string, topic: TopicSettings): void => {
    if (topics.has(name)) throw new TurnfleetError('conflict', `Topic ${name} exists already.`);
    topics.set(name, new MemoryTopic(name, topic, clock));
  };
  for (const [name, topic] of Object.entries(settings)) createTopic(name, topic);

  return {
    createTopic,
    limitRecords: (topic, bytes) => void (topicOf(topic).maxRecordBytes = bytes),
    partitionsOf: async (topic) => topicOf(topic).partitions.length,
    join: async (group, topic, member) => groupOf(group, topicOf(topic)).join(member),
    recordLimit: async (topic) => topicOf(topic).maxRecordBytes,
    append: async (record) => ({ offset: topicOf(record.topic).append(record) }),
    read(topic, partition, from) {
      // The end is that of the time of the call; what is wrong with the call is told on iteration.
      const end = topics.get(topic)?.partitions[partition]?.end ?? 0n;
      return readUntil(end, () => topicOf(topic).partition(partition), from);
    },
    follow: async (topic, sinceMs, follower) => followTopic(topicOf(topic), sinceMs, follower),
    endOf: async (topic, partition) => topicOf(topic).partition(partition).end,
    uncommitted: () => [...groups.values()].reduce((sum, group) => sum + group.uncommitted(), 0),
    async close() {
      closed = true;
      const reason = new TurnfleetError('cancelled', 'The embedded log was closed.');
      await Promise.all([...groups.values()].map((group) => group.close(reason)));
    },
  };
}

async function* readUntil(end: bigint, logOf: () => PartitionLog, from: bigint): AsyncGenerator<LogRecord> {
  const log = logOf();
  let next = from;
  while (next < end) {
    const records = log.slice(next, recordsPerRead, Number.MAX_SAFE_INTEGER).filter(({ offset }) => offset < end);
    yield* records;
    next = (records.at(-1)?.offset ?? end) + 1n;
  }
}
