import { topics } from '@turnfleet/contract/events';
import type { Reply } from '@turnfleet/contract/schemas';
import type { TurnLog } from '@turnfleet/turn-engine';

export interface Answered {
  readonly status: Reply['status'];
  readonly totalMs: number;
  /** Of these, until work on it began. */
  readonly queuedMs: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Ends of the topic of replies, to read on from. */
export async function repliesSoFar(log: Pick<TurnLog, 'partitionsOf' | 'endOf'>): Promise<readonly bigint[]> {
  const partitions = await log.partitionsOf(topics.replies);
  return Promise.all(Array.from({ length: partitions }, (_, partition) => log.endOf(topics.replies, partition)));
}

/** First replies by conversation, from there on. */
export async function repliesSince(
  log: Pick<TurnLog, 'read'>,
  from: readonly bigint[],
): Promise<ReadonlyMap<string, Answered>> {
  const answered = new Map<string, Answered>();
  for (const [partition, offset] of from.entries())
    for await (const { key, value, timestamp } of log.read(topics.replies, partition, offset)) {
      const conversationId = Buffer.from(key ?? []).toString();
      if (answered.has(conversationId) || !value) continue;
      const { status, timings } = JSON.parse(Buffer.from(value).toString()) as Reply;
      answered.set(conversationId, { status, ...timings, at: timestamp });
    }
  return answered;
}
