import { TurnfleetError } from '@turnfleet/core';
import { type NewRecord, recordTooLarge } from '@turnfleet/turn-engine';
import type { Kafka, Producer, RecordMetadata } from 'kafkajs';
import { sizeOf, toMessage } from '../records.ts';
import { MicroBatcher, type PartitionBatch } from './micro-batcher.ts';
import { type SendBatches, type SendingDeps, sharedRequests } from './shared-requests.ts';

/**
 * A follower that died stays among the in-sync replicas for about 10 s, and so long no leader acknowledges: a record that
 * is sent again in that time is in the log twice.
 */
const replicationTimeoutMs = 12_000;
/** Longer, so that the broker tells which record timed out. */
export const produceTimeoutMs = 15_000;

/** A broker cuts the connection at a request of 100 MiB, which would look like an outage; no topic takes so much. */
const largestRecordBytes = 32 * 1024 * 1024;

interface Appender {
  append(record: NewRecord): Promise<bigint>;
  /** Sends what waits, once, then disconnects; later appends are refused. */
  close(): Promise<void>;
}

/**
 * kafkajs' producer with its own retries and idempotence off: idempotent, it can acknowledge a record that it never
 * wrote, and only we know whether another try still makes sense.
 */
export async function openProducer(kafka: Kafka, deps: Omit<SendingDeps, 'send'>): Promise<Appender> {
  const producer = kafka.producer({
    idempotent: false,
    allowAutoTopicCreation: false,
    retry: { retries: 0 },
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await producer.connect();
  let closed = false;
  const worthRetrying = (): boolean => !closed && deps.worthRetrying();
  const batcher = new MicroBatcher(deps.clock, sharedRequests({ ...deps, worthRetrying, send: sendWith(producer) }));
  return {
    append: (record) => {
      if (closed) return Promise.reject(new TurnfleetError('cancelled', 'The log was closed.'));
      return sizeOf(record) > largestRecordBytes ? Promise.reject(recordTooLarge(record)) : batcher.append(record);
    },
    close: async () => {
      closed = true;
      await batcher.drain();
      await producer.disconnect();
    },
  };
}

function sendWith(producer: Producer): SendBatches {
  return async (batches) => {
    const answers = await producer.sendBatch({
      acks: -1,
      timeout: replicationTimeoutMs,
      topicMessages: batches.map(({ topic, pending }) => ({
        topic,
        messages: pending.map(({ record, at }) => toMessage(record, at)),
      })),
    });
    return new Map(batches.flatMap((batch) => baseOffset(batch, answers)));
  };
}

/** kafkajs leaves out partitions that it does not know, and says nothing: such a record was not written. */
function baseOffset(batch: PartitionBatch, answers: readonly RecordMetadata[]): [PartitionBatch, bigint][] {
  const { topic, partition } = batch;
  const answer = answers.find((one) => one.topicName === topic && one.partition === partition);
  return answer?.baseOffset === undefined ? [] : [[batch, BigInt(answer.baseOffset)]];
}
