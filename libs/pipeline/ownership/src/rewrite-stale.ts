import { encodeTombstone, isHigher, recordSize } from '@turnfleet/contract/events';
import type { ConversationStore, CurrentConversation, Fence } from '@turnfleet/conversation';
import { isRecordTooLarge, type NewRecord, type TurnLog } from '@turnfleet/turn-engine';
import { allOf } from './all-of.ts';
import { appendSnapshot } from './append-snapshot.ts';
import type { RecordInLog } from './log-index.ts';
import type { RecordLimits } from './record-limits.ts';

export interface RewriteStaleDeps {
  readonly current: ConversationStore['current'];
  readonly append: TurnLog['append'];
  /** Resolves once the group has confirmed this worker within its lease; see `RunContext` of the turn engine. */
  readonly holds: () => Promise<void>;
  readonly limits: RecordLimits;
}

const repeatedAtOnce = 64;

/**
 * Appends again what the store knows of conversations whose last record in the log is older than that: compaction would
 * leave only that record. A worker that lost the partition wrote it late. `last` are the last records of conversations, all
 * of them applied to the store under this fence. The offsets of what was appended.
 */
export async function rewriteStale(
  { current: currentOf, append, holds, limits }: RewriteStaleDeps,
  fence: Fence,
  last: readonly RecordInLog[],
): Promise<readonly bigint[]> {
  const offsets: bigint[] = [];
  const { partition } = fence;
  const appendOne = async (record: NewRecord): Promise<void> => {
    await holds();
    try {
      offsets.push((await append(record)).offset);
    } catch (error) {
      if (isRecordTooLarge(error)) await limits.refused(record.topic, recordSize(record));
      throw error;
    }
  };
  const repeat = async (record: RecordInLog): Promise<void> => {
    const { conversationId } = record;
    const current = await currentOf(fence, conversationId);
    if (!isOutdated(record, current)) return;
    if (!current) return appendOne(tombstoneOf(fence, record));
    const { snapshot } = current;
    await appendSnapshot(limits, { conversationId, snapshot, home: partition }, appendOne).catch((error: unknown) => {
      // Replies that wait in it are too much: with their turns they are abridged, and the snapshot is written.
      if (!isRecordTooLarge(error)) throw error;
    });
  };
  for (let from = 0; from < last.length; from += repeatedAtOnce)
    await allOf(last.slice(from, from + repeatedAtOnce).map(repeat));
  return offsets;
}

/** Snapshots that differ in their epoch alone say the same. */
function isOutdated(last: RecordInLog, current: CurrentConversation | null): boolean {
  if (!current) return !last.ended;
  return last.ended || isHigher({ ...current, epoch: last.epoch }, last);
}

/** Of what was forgotten. In a new generation it may begin at any version, which this must not end. */
function tombstoneOf({ partition, generation, epoch }: Fence, last: RecordInLog) {
  const version = last.generation === generation ? last.version : 0;
  return encodeTombstone(last.conversationId, { generation, version, epoch }, partition);
}
