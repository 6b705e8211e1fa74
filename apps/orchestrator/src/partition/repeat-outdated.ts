import { encodeSnapshot, encodeTombstone, isHigher, type Snapshot } from '@turnfleet/contract';
import type { ConversationStore, Fence, StandingConversation } from '@turnfleet/conversation';
import type { TurnLog } from '@turnfleet/turn-engine';
import { allOf } from '../turn/all-of.ts';
import type { RecordInLog } from './log-index.ts';

export interface RepeatParts {
  readonly standing: ConversationStore['standing'];
  readonly append: TurnLog['append'];
  /** Resolves once the group has confirmed this worker within its lease; see `RunContext` of the turn engine. */
  readonly holds: () => Promise<void>;
}

const repeatedAtOnce = 64;

/**
 * Appends again what the store knows of conversations whose last record in the log is older than that: compaction would
 * leave only that record. A worker that lost the partition wrote it late. `last` are the last records of conversations, all
 * of them applied to the store under this fence. The offsets of what was appended.
 */
export async function repeatOutdated(
  { standing: standingOf, append, holds }: RepeatParts,
  fence: Fence,
  last: readonly RecordInLog[],
): Promise<readonly bigint[]> {
  const offsets: bigint[] = [];
  const repeat = async (record: RecordInLog): Promise<void> => {
    const standing = await standingOf(fence, record.conversationId);
    if (!isOutdated(record, standing)) return;
    await holds();
    const { offset } = await append(standing ? snapshotOf(fence, record, standing) : tombstoneOf(fence, record));
    offsets.push(offset);
  };
  for (let from = 0; from < last.length; from += repeatedAtOnce)
    await allOf(last.slice(from, from + repeatedAtOnce).map(repeat));
  return offsets;
}

/** Snapshots that differ in their epoch alone say the same. */
function isOutdated(last: RecordInLog, standing: StandingConversation | null): boolean {
  if (!standing) return !last.ended;
  return last.ended || isHigher({ ...standing, epoch: last.epoch }, last);
}

function snapshotOf({ partition }: Fence, { conversationId }: RecordInLog, { snapshot }: StandingConversation) {
  return encodeSnapshot(conversationId, asCommitted(snapshot), partition);
}

/** Without what was only noted in the store since: snapshots of one rank say the same. */
function asCommitted(snapshot: string): string {
  const read = JSON.parse(snapshot) as Snapshot;
  const { held } = read.conversation;
  if (!held?.publishedAt) return snapshot;
  return JSON.stringify({ ...read, conversation: { ...read.conversation, held: { ...held, publishedAt: null } } });
}

/** Of what was forgotten. In a new generation it may begin at any version, which this must not end. */
function tombstoneOf({ partition, generation, epoch }: Fence, last: RecordInLog) {
  const version = last.generation === generation ? last.version : 0;
  return encodeTombstone(last.conversationId, { generation, version, epoch }, partition);
}
