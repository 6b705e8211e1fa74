import { createHash } from 'node:crypto';
import { decodeReply, decodeSnapshot, decodeTombstone, isHigher, type Rank } from '@turnfleet/contract/events';
import { type Reply, toldReply } from '@turnfleet/contract/schemas';
import type { LogRecord } from '@turnfleet/turn-engine';

/** What the log says of a conversation as a whole: a snapshot, or a tombstone that has ended it. */
export interface RecordInLog extends Rank {
  readonly conversationId: string;
  readonly offset: bigint;
  readonly ended: boolean;
}

interface FirstReply {
  readonly offset: bigint;
  /** Of the reply; see `digestOf`. */
  readonly digest: string;
}

/** Which records of a partition hold: all that is remembered of the others is that they were there. */
export interface LogIndex {
  /** By conversation; of one that has ended, its tombstone. */
  readonly snapshots: ReadonlyMap<string, RecordInLog>;
  /** The last of each conversation: what compaction would leave. */
  readonly last: ReadonlyMap<string, RecordInLog>;
  /** By conversation and turn. */
  readonly replies: ReadonlyMap<string, ReadonlyMap<string, FirstReply>>;
  /** Of every snapshot and tombstone seen, superseded ones too; 0 if there is none. */
  readonly highestGeneration: number;
  /** Of records with a value that is no snapshot to this version. */
  readonly unreadable: readonly bigint[];
}

/**
 * Per conversation the highest snapshot or tombstone by (generation, version, epoch) – not the last, a worker that lost the
 * partition may have written after its successor – and per turn the first reply: that is the one that readers have seen. A
 * record without a value that tells no rank, so none of ours, ends what stands before it, as compaction does. `read` is told
 * of every record.
 */
export async function indexOf(
  conversations: AsyncIterable<LogRecord>,
  replies: AsyncIterable<LogRecord>,
  read: () => void,
): Promise<LogIndex> {
  const snapshots = new Map<string, RecordInLog>();
  const last = new Map<string, RecordInLog>();
  const unreadable: bigint[] = [];
  let highestGeneration = 0;
  for await (const record of conversations) {
    read();
    const found = recordInLog(record);
    if (record.key && !record.value && !found) snapshots.delete(new TextDecoder().decode(record.key));
    if (!found && record.value) unreadable.push(record.offset);
    if (!found) continue;
    highestGeneration = Math.max(highestGeneration, found.generation);
    last.set(found.conversationId, found);
    const before = snapshots.get(found.conversationId);
    if (!before || holdsOver(found, before)) snapshots.set(found.conversationId, found);
  }
  const firsts = new Map<string, Map<string, FirstReply>>();
  for await (const record of replies) {
    read();
    const reply = decodeReply(record);
    if (!reply) continue;
    const ofConversation = firsts.get(reply.conversationId) ?? new Map<string, FirstReply>();
    firsts.set(reply.conversationId, ofConversation);
    if (ofConversation.has(reply.turnId)) continue;
    ofConversation.set(reply.turnId, { offset: record.offset, digest: digestOf(reply) });
  }
  return { snapshots, last, replies: firsts, highestGeneration, unreadable };
}

/** Equal for replies that say the same to readers, whatever the bytes they came in. */
export function digestOf(reply: Reply): string {
  return createHash('sha256')
    .update(JSON.stringify(toldReply(reply)))
    .digest('base64url')
    .slice(0, 16);
}

/**
 * A tombstone ends what ranks as itself too, whichever of them stands first. Of two snapshots of one rank, so of one owner, the
 * later one holds: a reply may have been abridged between them.
 */
function holdsOver(found: RecordInLog, before: RecordInLog): boolean {
  return found.ended || !before.ended ? !isHigher(before, found) : isHigher(found, before);
}

/** Null for what is neither snapshot nor tombstone. */
export function recordInLog(record: LogRecord): RecordInLog | null {
  const { key, offset } = record;
  const ended = decodeTombstone(record);
  if (ended && key) return { ...ended, conversationId: new TextDecoder().decode(key), offset, ended: true };
  const snapshot = decodeSnapshot(record);
  if (!snapshot) return null;
  const { generation, epoch, conversation } = snapshot;
  const { conversationId, version } = conversation;
  return { conversationId, generation, version, epoch, offset, ended: false };
}
