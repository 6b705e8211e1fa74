import { createHash } from 'node:crypto';
import { decodeReply, decodeSnapshot, type Reply, type Snapshot } from '@turnfleet/contract';
import type { LogRecord } from '@turnfleet/turn-engine';

/** Of two snapshots of a conversation, the one with the higher generation, then version, then epoch holds. */
export interface Rank {
  readonly generation: number;
  readonly version: number;
  readonly epoch: number;
}

interface HighestSnapshot extends Rank {
  readonly offset: bigint;
}

interface FirstReply {
  readonly offset: bigint;
  /** Of the reply; see `digestOf`. */
  readonly digest: string;
}

/** Which records of a partition hold: all that is remembered of the others is that they were there. */
export interface LogIndex {
  /** By conversation. */
  readonly snapshots: ReadonlyMap<string, HighestSnapshot>;
  /** By conversation and turn. */
  readonly replies: ReadonlyMap<string, ReadonlyMap<string, FirstReply>>;
  /** Of every snapshot seen, superseded ones too; 0 if there is none. */
  readonly highestGeneration: number;
}

/**
 * Per conversation the highest snapshot by (generation, version, epoch) – not the last, a worker that lost the partition
 * may have written after its successor – and per turn the first reply: that is the one that readers have seen. `read` is
 * told of every record.
 */
export async function indexOf(
  conversations: AsyncIterable<LogRecord>,
  replies: AsyncIterable<LogRecord>,
  read: () => void,
): Promise<LogIndex> {
  const snapshots = new Map<string, HighestSnapshot>();
  let highestGeneration = 0;
  for await (const record of conversations) {
    read();
    if (record.key && !record.value) snapshots.delete(new TextDecoder().decode(record.key));
    const snapshot = decodeSnapshot(record);
    if (!snapshot) continue;
    highestGeneration = Math.max(highestGeneration, snapshot.generation);
    const found = rankOf(snapshot, record.offset);
    const before = snapshots.get(snapshot.conversation.conversationId);
    if (!before || isHigher(found, before)) snapshots.set(snapshot.conversation.conversationId, found);
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
  return { snapshots, replies: firsts, highestGeneration };
}

/** Equal for equal replies, whatever the bytes they came in. */
export function digestOf(reply: Reply): string {
  return createHash('sha256').update(JSON.stringify(reply)).digest('base64url').slice(0, 16);
}

function rankOf({ generation, epoch, conversation: { version } }: Snapshot, offset: bigint): HighestSnapshot {
  return { generation, version, epoch, offset };
}

export function isHigher(a: Rank, b: Rank): boolean {
  if (a.generation !== b.generation) return a.generation > b.generation;
  if (a.version !== b.version) return a.version > b.version;
  return a.epoch > b.epoch;
}
