import { type Clock, type RetryPolicy, retry, TurnfleetError } from '@turnfleet/core';
import { unsent, waitedTooLong } from '@turnfleet/turn-engine';
import { sessionTimeoutMs } from '../client/client.ts';
import { missingPartition } from '../client/cluster.ts';
import { appendError, isTransient } from '../errors.ts';
import { electionRetry } from '../retry.ts';
import type { FindWritten } from './find-written.ts';
import type { PartitionBatch, Pending } from './micro-batcher.ts';
import type { RefusedWrites } from './refused-writes.ts';

/** Sends some batches; the offset of each one's first record. */
export type SendBatches = (batches: readonly PartitionBatch[]) => Promise<ReadonlyMap<PartitionBatch, bigint>>;

export interface SendingDeps {
  readonly send: SendBatches;
  readonly clock: Clock;
  /** The node that takes a partition's records, as far as is known. */
  readonly leaderOf: (topic: string, partition: number) => number;
  /** Where a batch landed although its request failed. */
  readonly findWritten: FindWritten;
  readonly worthRetrying: () => boolean;
  readonly writes: Pick<RefusedWrites, 'refused' | 'taken'>;
}

/**
 * Joins the batches that one tick has for one broker into a request, and retries. A request fails as a whole for one bad
 * partition, so after a failure each goes alone, and only if its records are not in the log already. It retries until
 * brokers have elected other leaders: a caller above would not know what to look for. A batch refused for good is taken
 * apart, so that one bad record refuses nobody else's.
 */
export function sharedRequests(
  { send, clock, leaderOf, findWritten, worthRetrying, writes }: SendingDeps,
  policy: RetryPolicy = electionRetry,
): (batch: PartitionBatch) => Promise<void> {
  const gathered = new Map<number, { readonly batches: PartitionBatch[]; readonly request: ReturnType<SendBatches> }>();

  async function sendShared(batch: PartitionBatch): Promise<bigint | undefined> {
    const leader = leaderOf(batch.topic, batch.partition);
    const joined = gathered.get(leader);
    if (joined) {
      joined.batches.push(batch);
      return (await joined.request).get(batch);
    }
    const batches = [batch];
    const request = Promise.resolve().then(() => {
      gathered.delete(leader);
      return send(batches);
    });
    gathered.set(leader, { batches, request });
    return (await request).get(batch);
  }

  async function sendAgain(batch: PartitionBatch): Promise<bigint | undefined> {
    const landed = await findWritten(batch);
    if (landed !== undefined) return landed;
    if (!worthRetrying()) throw outlived();
    return sendAlone(batch);
  }

  /** Only of a request for one partition is it known which one was refused. */
  async function sendAlone(batch: PartitionBatch): Promise<bigint | undefined> {
    try {
      return (await send([batch])).get(batch);
    } catch (error) {
      writes.refused(batch, error);
      throw error;
    }
  }

  /** What waited here for longer than a session, its sender frozen or others before it, may be another worker's by now. */
  function punctualOf(batch: PartitionBatch): PartitionBatch {
    const [late, pending] = [[] as Pending[], [] as Pending[]];
    for (const one of batch.pending) (waitedTooLong(one.at, clock.now(), sessionTimeoutMs) ? late : pending).push(one);
    for (const one of late) one.failed(unsent());
    return { ...batch, pending };
  }

  async function deliver(gatheredBatch: PartitionBatch): Promise<void> {
    const batch = punctualOf(gatheredBatch);
    if (batch.pending.length === 0) return;
    let attempts = 0;
    const worthIt = (error: unknown): boolean => (attempts === 1 || isTransient(error)) && worthRetrying();
    const attempt = (): Promise<bigint | undefined> => (attempts++ === 0 ? sendShared(batch) : sendAgain(batch));
    try {
      land(batch, await retry(clock, policy, worthIt, attempt));
      writes.taken(batch);
    } catch (error) {
      if (batch.pending.length === 1 || isTransient(error)) refuse(batch, error);
      else for (const one of batch.pending) await deliver({ ...batch, pending: [one] });
    }
  }

  function refuse(batch: PartitionBatch, error: unknown): void {
    const why = worthRetrying() ? appendError(error, batch) : outlived(error);
    for (const one of batch.pending) one.failed(why);
  }

  return deliver;
}

function land({ topic, partition, pending }: PartitionBatch, base: bigint | undefined): void {
  if (base === undefined) for (const one of pending) one.failed(missingPartition(topic, partition));
  else pending.forEach((one, i) => one.landed(base + BigInt(i)));
}

function outlived(cause?: unknown): TurnfleetError {
  const message =
    'Kafka did not take a record, and this worker may not repeat it: it has left its group, or not heard from it for a whole session.';
  const suggestion = 'Nothing: whoever owns the partition by now does the work again.';
  return new TurnfleetError('fenced', message, { suggestion, cause });
}
