import { topics } from '@turnfleet/contract/events';
import kafkajs from 'kafkajs';

const { Kafka, logLevel } = kafkajs;

interface ReplyTail {
  stop(): Promise<void>;
}

/** Tells of each record of `chat.replies` as it comes, and of those that come again after trouble. */
export async function tailReplies(
  brokers: string,
  run: string,
  seen: (turn: string, partition: number, at: number) => void,
): Promise<ReplyTail> {
  const kafka = new Kafka({ clientId: 'faults-tail', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `${run}-tail`, maxWaitTimeInMs: 100, retry: { retries: 20 } });
  /** The next offset of each partition: what is fetched again does not count again. */
  const next = new Map<number, bigint>();
  await consumer.connect();
  await consumer.subscribe({ topic: topics.replies, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch: { partition, messages } }) => {
      for (const { offset, headers, timestamp } of messages) {
        if (BigInt(offset) < (next.get(partition) ?? 0n)) continue;
        next.set(partition, BigInt(offset) + 1n);
        seen(String(headers?.['ce_id'] ?? ''), partition, Number(timestamp));
      }
    },
  });
  return { stop: () => consumer.disconnect() };
}
