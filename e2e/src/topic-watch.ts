import { randomUUID } from 'node:crypto';
import { decodeReply, decodeSnapshot, topics } from '@turnfleet/contract/events';
import { type Reply, type Snapshot } from '@turnfleet/contract/schemas';
import { Watch } from '@turnfleet/testing';
import kafkajs from 'kafkajs';
import { closeAtTheEnd } from './cleanup.ts';

export interface SeenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** When it was written, Unix milliseconds. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

interface SeenReply {
  readonly record: SeenRecord;
  readonly reply: Reply;
}

/** A reader of what the fleet writes, from the oldest record on. Within a partition, everything is in its order. */
export interface TopicWatch {
  readonly records: readonly SeenRecord[];
  /** Terminal records of conversations whose id begins so, several for one turn if there are. */
  replies(prefix: string): readonly SeenReply[];
  snapshots(prefix: string): readonly Snapshot[];
  until(what: string, condition: () => boolean): Promise<void>;
  /** Resolves when everything that the topics hold at this moment was seen: only then does an absence mean something. */
  caughtUp(): Promise<void>;
}

const watched = [topics.replies, topics.conversations, topics.deadLetters, topics.usage];

export async function watchTopics(brokers: string, patienceMs: number): Promise<TopicWatch> {
  const { Kafka, logLevel } = kafkajs;
  const kafka = new Kafka({ clientId: 'e2e-watch', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `e2e-watch-${randomUUID()}`, maxWaitTimeInMs: 50 });
  const watch = new Watch(patienceMs);
  const records: SeenRecord[] = [];
  /** The offset after the last one seen, by topic and partition. */
  const seenUpTo = new Map<string, bigint>();
  closeAtTheEnd(() => consumer.disconnect());
  await consumer.connect();
  const admin = kafka.admin();
  closeAtTheEnd(() => admin.disconnect());
  await admin.connect();
  await consumer.subscribe({ topics: watched, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, partition, message }) => {
      const headers = Object.fromEntries(
        Object.entries(message.headers ?? {}).map(([name, value]) => [
          name,
          value instanceof Buffer ? value : Buffer.from(String(value)),
        ]),
      );
      const { key, value } = message;
      const timestamp = Number(message.timestamp);
      records.push({ topic, partition, offset: BigInt(message.offset), timestamp, key, value, headers });
      seenUpTo.set(`${topic}/${partition}`, BigInt(message.offset) + 1n);
      watch.changed();
    },
  });
  const of = (topic: string, prefix: string): SeenRecord[] =>
    records.filter((record) => record.topic === topic && (record.key?.toString().startsWith(prefix) ?? false));
  return {
    records,
    replies: (prefix) =>
      of(topics.replies, prefix).flatMap((record) => {
        const reply = decodeReply(record);
        return reply ? [{ record, reply }] : [];
      }),
    snapshots: (prefix) => of(topics.conversations, prefix).flatMap((record) => decodeSnapshot(record) ?? []),
    until: (what, condition) => watch.until(what, condition),
    caughtUp: async () => {
      const ends = await Promise.all(
        watched.map(async (topic) =>
          (await admin.fetchTopicOffsets(topic))
            .filter(({ low, high }) => BigInt(high) > BigInt(low))
            .map(({ partition, high }) => [`${topic}/${partition}`, BigInt(high)] as const),
        ),
      );
      await watch.until('everything in the topics was seen', () =>
        ends.flat().every(([place, end]) => (seenUpTo.get(place) ?? 0n) >= end),
      );
    },
  };
}
