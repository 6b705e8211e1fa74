import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { NewRecord } from '@turnfleet/turn-engine';
import type { Kafka, Producer, RecordMetadata } from 'kafkajs';
import { missingPartition } from './cluster.ts';
import { isTransient, kafkaError } from './errors.ts';
import { MicroBatcher, type PartitionBatch } from './micro-batcher.ts';
import { sizeOf, toMessage } from './records.ts';
import { defaultRetry, type RetryPolicy, retrying } from './retry.ts';

/** Sends some batches in one request per broker; the offset of each batch's first record, by partition. */
export type SendBatches = (batches: readonly PartitionBatch[]) => Promise<ReadonlyMap<PartitionBatch, bigint>>;

/**
 * A follower that died stays among the in-sync replicas for about 10 s, and so long no leader acknowledges: a record that
 * is sent again in that time is in the log twice.
 */
const replicationTimeoutMs = 12_000;
/** Longer, so that the broker tells which record timed out. */
export const produceTimeoutMs = 15_000;

/** A broker cuts the connection at a request of 100 MiB, which would look like an outage; no topic takes so much. */
const largestRecordBytes = 32 * 1024 * 1024;

export interface Appender {
  append(record: NewRecord): Promise<bigint>;
  /** Sends what waits, then disconnects; later appends are refused. */
  close(): Promise<void>;
}

/**
 * kafkajs' producer with its own retries and idempotence off: idempotent, it can acknowledge a record that it never
 * wrote, and only we know whether another try still makes sense.
 */
export async function openProducer(kafka: Kafka, clock: Clock, worthRetrying: () => boolean): Promise<Appender> {
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
  const batcher = new MicroBatcher(clock, sharedRequests(sendWith(producer, clock), clock, worthRetrying));
  return {
    append: (record) => {
      if (closed) return Promise.reject(new TurnfleetError('cancelled', 'The log was closed.'));
      return sizeOf(record) > largestRecordBytes ? Promise.reject(tooLarge(record)) : batcher.append(record);
    },
    close: async () => {
      closed = true;
      await batcher.drain();
      await producer.disconnect();
    },
  };
}

function sendWith(producer: Producer, clock: Clock): SendBatches {
  return async (batches) => {
    const answers = await producer.sendBatch({
      acks: -1,
      timeout: replicationTimeoutMs,
      topicMessages: batches.map(({ topic, pending }) => ({
        topic,
        messages: pending.map(({ record }) => toMessage(record, clock.now())),
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

/**
 * Joins the batches of one tick into one request, and retries. A request fails as a whole for one bad partition, so
 * after a failure each partition goes alone; a batch refused for good is taken apart, so that one bad record refuses
 * nobody else's.
 */
export function sharedRequests(
  send: SendBatches,
  clock: Clock,
  worthRetrying: () => boolean,
  policy: RetryPolicy = defaultRetry,
): (batch: PartitionBatch) => Promise<void> {
  let gathered: { readonly batches: PartitionBatch[]; readonly request: ReturnType<SendBatches> } | undefined;

  function shared(batch: PartitionBatch): ReturnType<SendBatches> {
    if (gathered) gathered.batches.push(batch);
    else {
      const batches = [batch];
      const request = Promise.resolve().then(() => {
        gathered = undefined;
        return send(batches);
      });
      gathered = { batches, request };
    }
    return gathered.request;
  }

  async function deliver(batch: PartitionBatch): Promise<void> {
    let alone = false;
    const worthIt = (error: unknown): boolean => {
      const first = !alone;
      alone = true;
      return (first || isTransient(error)) && worthRetrying();
    };
    try {
      const offsets = await retrying(clock, policy, worthIt, () => (alone ? send([batch]) : shared(batch)));
      land(batch, offsets.get(batch));
    } catch (error) {
      if (batch.pending.length === 1 || isTransient(error)) refuse(batch, error);
      else for (const one of batch.pending) await deliver({ ...batch, pending: [one] });
    }
  }

  function refuse({ topic, partition, pending }: PartitionBatch, error: unknown): void {
    const why = worthRetrying() ? kafkaError(error, `take a record for ${topic}/${partition}`) : outlived(error);
    for (const one of pending) one.failed(why);
  }

  return deliver;
}

function land({ topic, partition, pending }: PartitionBatch, base: bigint | undefined): void {
  if (base === undefined) for (const one of pending) one.failed(missingPartition(topic, partition));
  else pending.forEach((one, i) => one.landed(base + BigInt(i)));
}

function tooLarge({ topic, partition }: NewRecord): TurnfleetError {
  return new TurnfleetError('invalid_request', `A record for ${topic}/${partition} is larger than any topic takes.`);
}

function outlived(cause: unknown): TurnfleetError {
  const message = 'Kafka did not take a record, and this worker has not heard from its group for a whole session.';
  const suggestion = 'Nothing: another worker owns the partition by now and does the work again.';
  return new TurnfleetError('fenced', message, { suggestion, cause });
}
