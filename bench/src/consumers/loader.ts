import { randomUUID } from 'node:crypto';
import { silentLogger, systemClock } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import type { Key } from '../work/keys.ts';
import { encodeMessage, roundRobin } from '../work/message.ts';
import { partitions } from './consumer.ts';

/** A Kafka client that makes the benchmark's topics and fills them; it is not what is measured. */
export interface Loader {
  readonly producer: Producer;
  /** An empty topic of a name of its own. */
  create(): Promise<string>;
  /** A topic with `messages` messages, the keys taking turns; several groups may read it one after another. */
  createFilled(keys: readonly Key[], messages: number): Promise<string>;
  /** Removes its topics. */
  close(): Promise<void>;
}

/** What is written at once when a topic is filled. */
const batch = 2_000;

export async function openLoader(brokers: readonly string[]): Promise<Loader> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench-loader', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  // Idempotent, as a new topic's leaders come up one by one: what some have taken is sent to all again.
  const producer = kafka.producer({ allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 });
  await Promise.all([admin.connect(), producer.connect()]);
  const topics: string[] = [];
  const create = async (): Promise<string> => {
    const topic = `bench-${randomUUID()}`;
    const options = { brokers, clientId: 'bench-loader', clock: systemClock, logger: silentLogger };
    await ensureTopics(options, {}, () => [{ topic, partitions, replication: 1, settings: [] }]);
    topics.push(topic);
    return topic;
  };
  return {
    producer,
    create,
    createFilled: async (keys, messages) => {
      const topic = await create();
      for (let from = 0; from < messages; from += batch) {
        const size = Math.min(batch, messages - from);
        const records = Array.from({ length: size }, (_, i) => {
          const message = roundRobin(keys, from + i);
          return { key: message.key, value: encodeMessage(message), partition: message.partition };
        });
        await producer.send({ topic, messages: records, acks: -1 });
      }
      return topic;
    },
    close: async () => {
      await producer.disconnect();
      await remove(admin, topics).finally(() => admin.disconnect());
    },
  };
}

async function remove(admin: Admin, topics: readonly string[]): Promise<void> {
  if (topics.length > 0) await admin.deleteTopics({ topics: [...topics] });
}
