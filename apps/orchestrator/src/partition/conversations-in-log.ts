import {
  type Conversation,
  decodeReply,
  decodeSnapshot,
  type EndedTurn,
  emptyConversation,
  type Reply,
  type Snapshot,
  topics,
} from '@turnfleet/contract';
import type { AppliedPositions, RestoredConversation } from '@turnfleet/conversation';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';

export interface FoundConversations {
  readonly size: number;
  /** Of every snapshot seen, superseded ones too; 0 if there is none. */
  readonly highestGeneration: number;
  /** Just after the last records read. */
  readonly applied: AppliedPositions;
  conversations(): AsyncIterable<RestoredConversation>;
}

interface Published {
  readonly reply: Reply;
  /** The record value. */
  readonly text: string;
}

type Reader = Pick<TurnLog, 'read'>;

/**
 * What the log knows of a partition from certain offsets on: per conversation the highest snapshot by (generation, version, epoch) – not the last,
 * a worker that lost the partition may have written after its successor – and per turn the first reply. Ends with the
 * signal's reason.
 */
export async function conversationsIn(
  log: Reader,
  partition: number,
  from: AppliedPositions,
  signal: AbortSignal,
): Promise<FoundConversations> {
  const conversationRecords = readFrom(log, topics.conversations, partition, from.conversations, signal);
  const replyRecords = readFrom(log, topics.replies, partition, from.replies, signal);
  const { snapshots, highestGeneration } = await highestSnapshots(conversationRecords.records);
  const replies = await firstReplies(replyRecords.records);
  const ids = new Set([...snapshots.keys(), ...replies.keys()]);
  return {
    size: ids.size,
    highestGeneration,
    applied: { conversations: conversationRecords.next(), replies: replyRecords.next() },
    conversations: async function* () {
      for (const id of ids) {
        signal.throwIfAborted();
        yield restored(id, snapshots.get(id), replies.get(id) ?? new Map<string, Published>());
      }
    },
  };
}

function restored(
  id: string,
  snapshot: Snapshot | undefined,
  published: ReadonlyMap<string, Published>,
): RestoredConversation {
  const carried = (snapshot?.unpublished ?? []).filter(({ turnId }) => !published.has(turnId));
  return {
    conversation: snapshot ? asPublished(snapshot.conversation, published) : emptyConversation(id),
    generation: snapshot?.generation ?? 0,
    epoch: snapshot?.epoch ?? 0,
    published: new Map([...published].map(([turnId, { text }]) => [turnId, text])),
    unpublished: new Map(carried.map(({ turnId, reply }) => [turnId, reply])),
  };
}

/**
 * What readers have seen is what was said, should a snapshot that nobody confirmed know it otherwise. A call is held no
 * more if the shopper has another reply than the one in which they were asked.
 */
function asPublished(conversation: Conversation, published: ReadonlyMap<string, Published>): Conversation {
  const turns = conversation.turns.map((turn) => ({ ...turn, reply: published.get(turn.turnId)?.reply ?? turn.reply }));
  const textIn = (known: readonly EndedTurn[]): string | undefined =>
    known.find(({ turnId }) => turnId === conversation.held?.turnId)?.reply.text;
  const held = textIn(turns) === textIn(conversation.turns) ? conversation.held : null;
  return { ...conversation, held, turns };
}

async function highestSnapshots(records: AsyncIterable<LogRecord>) {
  const snapshots = new Map<string, Snapshot>();
  let highestGeneration = 0;
  for await (const record of records) {
    if (record.key && !record.value) snapshots.delete(new TextDecoder().decode(record.key));
    const snapshot = decodeSnapshot(record);
    if (!snapshot) continue;
    highestGeneration = Math.max(highestGeneration, snapshot.generation);
    const id = snapshot.conversation.conversationId;
    const before = snapshots.get(id);
    if (!before || isHigher(snapshot, before)) snapshots.set(id, snapshot);
  }
  return { snapshots, highestGeneration };
}

function isHigher(a: Snapshot, b: Snapshot): boolean {
  if (a.generation !== b.generation) return a.generation > b.generation;
  if (a.conversation.version !== b.conversation.version) return a.conversation.version > b.conversation.version;
  return a.epoch > b.epoch;
}

/** By conversation and turn. */
async function firstReplies(records: AsyncIterable<LogRecord>): Promise<Map<string, Map<string, Published>>> {
  const replies = new Map<string, Map<string, Published>>();
  for await (const record of records) {
    const reply = decodeReply(record);
    if (!reply || !record.value) continue;
    const ofConversation = replies.get(reply.conversationId) ?? new Map<string, Published>();
    replies.set(reply.conversationId, ofConversation);
    const text = new TextDecoder().decode(record.value);
    if (!ofConversation.has(reply.turnId)) ofConversation.set(reply.turnId, { reply, text });
  }
  return replies;
}

/** The records from an offset on, read no further once `signal` aborts, and the offset after the last one read. */
function readFrom(log: Reader, topic: string, partition: number, from: bigint, signal: AbortSignal) {
  let next = from;
  const records = (async function* (): AsyncGenerator<LogRecord> {
    for await (const record of log.read(topic, partition, from)) {
      signal.throwIfAborted();
      next = record.offset + 1n;
      yield record;
    }
  })();
  return { records, next: () => next };
}
