import { endsWithin, type TurnfleetError } from '@turnfleet/core';
import type { Batch, Consumer, EachBatchPayload } from 'kafkajs';
import { createClient, type KafkaOptions, sessionTimeoutMs } from '../client/client.ts';
import { kafkaError } from '../errors.ts';
import { type CoordinatorTalk, tapCoordinator } from './coordinator-tap.ts';
import { type OwnedClaim, stickyAssigner } from './sticky-assigner.ts';

/** Records of one partition, as fetched. */
export interface FetchedBatch {
  readonly partition: number;
  /** The position they were fetched from, and the one after them. */
  readonly from: bigint;
  readonly next: bigint;
  readonly messages: Batch['messages'];
}

export interface SessionHandler extends CoordinatorTalk {
  claim(): OwnedClaim;
  /** A rebalance ended; nothing is fetched of these partitions until they are resumed in `session`. */
  assigned(partitions: readonly number[], session: GroupSession): void;
  /** Whether the records were handed over; if not, they are fetched again. Must return at once. */
  fetched(batch: FetchedBatch): boolean;
  /** A range without records to deliver (removed by compaction, transaction markers) was passed over. */
  skipped(partition: number, next: bigint): void;
  /** kafkajs gave up, and does not start again by itself. */
  crashed(error: TurnfleetError): void;
}

/** One life of a kafkajs consumer. */
export interface GroupSession {
  pause(partition: number): void;
  resume(partition: number): void;
  seek(partition: number, offset: bigint): void;
  /** Leaves the group. */
  stop(): Promise<void>;
}

const heartbeatMs = 1_000;
/** A member that does not rejoin within this time is left out: shorter than the 15 s after which turns must move on. */
const rebalanceTimeoutMs = 10_000;
const longestFetchWaitMs = 50;
/**
 * Of one partition in one fetch (a larger record comes all the same). kafkajs decodes a whole fetch in one go: with its
 * default of 1 MiB, a backlog in many partitions stops the worker for some hundred milliseconds each time.
 */
const fetchBytes = 128 * 1024;
const stopTimeoutMs = 5_000;
/** Partitions that were added are taken so long afterwards, when the leader of the group looks again; kafkajs waits 5 minutes. */
const metadataMaxAgeMs = 10_000;

/** Joins the group, and resolves when it has joined. */
export async function startGroupSession(
  options: KafkaOptions,
  group: string,
  topic: string,
  handler: SessionHandler,
): Promise<GroupSession> {
  const { kafka, sever } = createClient(options);
  const consumer = kafka.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    metadataMaxAge: metadataMaxAgeMs,
    partitionAssigners: [
      (config) => {
        tapCoordinator(config.cluster, options.clock, handler);
        return stickyAssigner(() => handler.claim())(config);
      },
    ],
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: longestFetchWaitMs,
    minBytes: 1,
    maxBytesPerPartition: fetchBytes,
    // Brokers elect other leaders about 10 s after one died: so long the consumer keeps its place in the group.
    // kafkajs restarts after some crashes and not after others, even while it is being stopped: that is up to us.
    retry: { initialRetryTime: 100, retries: 12, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) },
  });
  const joined = Promise.withResolvers<void>();
  const session: GroupSession = {
    pause: (partition) => consumer.pause([{ topic, partitions: [partition] }]),
    resume: (partition) => consumer.resume([{ topic, partitions: [partition] }]),
    seek: (partition, offset) => consumer.seek({ topic, partition, offset: String(offset) }),
    stop: async () => {
      await endsWithin(options.clock, stopTimeoutMs, consumer.disconnect());
      sever();
    },
  };
  listen(consumer, topic, session, handler, joined);
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await Promise.all([
      joined.promise,
      consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => Promise.resolve(handOver(payload, handler)),
      }),
    ]);
  } catch (error) {
    await session.stop();
    throw kafkaError(error, `let this worker join group ${group}`);
  }
  return session;
}

function listen(
  consumer: Consumer,
  topic: string,
  session: GroupSession,
  handler: SessionHandler,
  joined: PromiseWithResolvers<void>,
): void {
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const partitions = payload.memberAssignment[topic] ?? [];
    if (partitions.length > 0) consumer.pause([{ topic, partitions: [...partitions] }]);
    handler.assigned(partitions, session);
    joined.resolve();
  });
  consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0) handler.skipped(payload.partition, BigInt(payload.lastOffset) + 1n);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    joined.reject(payload.error);
    handler.crashed(kafkaError(payload.error, 'keep this worker in its group'));
  });
}

/** Resolving a batch moves kafkajs' position on: what was not handed over is fetched again. */
function handOver(payload: EachBatchPayload, handler: SessionHandler): void {
  const { batch } = payload;
  const last = batch.messages.at(-1);
  if (!last) return;
  const taken = handler.fetched({
    partition: batch.partition,
    from: BigInt((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset),
    next: BigInt(batch.lastOffset()) + 1n,
    messages: batch.messages,
  });
  if (taken) payload.resolveOffset(last.offset);
}
