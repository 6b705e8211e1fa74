import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import type { GroupMember, LogRecord } from '@turnfleet/turn-engine';
import type { Admin } from 'kafkajs';
import { createClient, type KafkaOptions } from './client/client.ts';
import { createTopic } from './topics/create-topic.ts';

/** What specs need of a real Kafka: a way in, and topics of their own that are gone afterwards. */
export interface SpecKafka {
  readonly options: KafkaOptions;
  readonly admin: Admin;
  createTopic(partitions: number, settings?: Readonly<Record<string, string>>): Promise<string>;
  /** Those of them that exist. */
  deleteTopics(topics: readonly string[]): Promise<void>;
  /** Deletes the topics it created. */
  stop(): Promise<void>;
}

export async function openSpecKafka(brokers: string): Promise<SpecKafka> {
  const options = { brokers: brokers.split(','), clientId: 'kafka-spec', clock: systemClock, logger: silentLogger };
  const { kafka, sever } = createClient(options);
  const admin = kafka.admin();
  await admin.connect();
  const created: string[] = [];
  async function deleteTopics(topics: readonly string[]): Promise<void> {
    const there = new Set(await admin.listTopics());
    const doomed = topics.filter((topic) => there.has(topic));
    if (doomed.length > 0) await admin.deleteTopics({ topics: doomed });
  }
  return {
    options,
    admin,
    deleteTopics,
    async createTopic(partitions, settings = {}) {
      const topic = `spec-${randomUUID()}`;
      const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
      await createTopic(admin, systemClock, { topic, numPartitions: partitions, configEntries });
      created.push(topic);
      return topic;
    },
    async stop() {
      await deleteTopics(created);
      await admin.disconnect();
      sever();
    },
  };
}

/**
 * Specs against the Kafka at `KAFKA_BROKERS`. Without it they are skipped, visibly and with the reason; where `CI` is
 * `true` that is a failure.
 */
export function describeWithKafka(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  body: (brokers: string) => void,
): void {
  const { KAFKA_BROKERS: brokers, CI: ci } = env;
  if (brokers) describe(name, () => body(brokers));
  else if (ci === 'true')
    it(`${name}: needs KAFKA_BROKERS, which is not set although CI is true`, () => expect(brokers).toBeDefined());
  else
    describe.skip(`${name} (KAFKA_BROKERS is not set: no real Kafka to try it on)`, () => it('is skipped', () => {}));
}

/** Collects what is delivered; `until` resolves as soon as the collection satisfies it. */
export function collector() {
  const records: LogRecord[] = [];
  const revoked: number[] = [];
  let look = (): void => {};
  const member: GroupMember = {
    assigned: () => Promise.resolve(),
    revoked: async (partitions) => void revoked.push(...partitions),
    deliver: (_, more) => {
      records.push(...more);
      look();
    },
  };
  const until = (enough: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (enough()) resolve();
      };
      look();
    });
  return { member, records, revoked, until };
}
