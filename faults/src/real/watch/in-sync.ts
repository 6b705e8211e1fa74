import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@turnfleet/contract/events';
import kafkajs from 'kafkajs';

const { Kafka, logLevel } = kafkajs;
const patienceMs = 120_000;

/**
 * Waits until every partition has all its copies; false after two minutes. Kafka tells nobody when a copy has caught up: it
 * has to be asked.
 */
export async function inSync(brokers: string): Promise<boolean> {
  const kafka = new Kafka({ clientId: 'faults-admin', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (const until = Date.now() + patienceMs; Date.now() < until; await pause(500)) {
      const found = await admin
        .fetchTopicMetadata({ topics: [topics.turns, topics.replies, topics.conversations] })
        .then(
          (metadata) => metadata.topics.flatMap(({ partitions }) => partitions),
          () => [], // brokers that are just starting
        );
      if (found.length > 0 && found.every(({ isr, replicas }) => isr.length === replicas.length)) return true;
    }
    return false;
  } finally {
    await admin.disconnect();
  }
}
