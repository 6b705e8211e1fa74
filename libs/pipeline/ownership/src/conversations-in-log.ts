import { answerableForMs, decodeReply, decodeSnapshot, decodeTombstone, topics } from '@turnfleet/contract/events';
import { emptyConversation } from '@turnfleet/contract/schemas';
import type { AppliedPositions, RestoredConversation } from '@turnfleet/conversation';
import type { LogRecord } from '@turnfleet/turn-engine';
import { allOf } from './all-of.ts';
import { asPublished } from './as-published.ts';
import { indexOf, type LogIndex, type RecordInLog } from './log-index.ts';
import { compacted, type LogReader, RecordRange } from './record-range.ts';

export interface FoundConversations {
  /** Conversations of which anything was found. */
  readonly size: number;
  readonly ids: ReadonlySet<string>;
  /** Of every snapshot seen, superseded ones too; 0 if there is none. */
  readonly highestGeneration: number;
  /** The last record of each conversation: what compaction would leave. */
  readonly last: readonly RecordInLog[];
  /** Those of them that are not the highest of their conversation. */
  readonly outdated: readonly RecordInLog[];
  /** Just after the last records read. */
  readonly applied: AppliedPositions;
  /** Offsets between the beginning and `applied`, of both topics together. */
  readonly offsets: bigint;
  /** Records of `chat.conversations` that this version cannot read. */
  unreadable(): Promise<readonly LogRecord[]>;
  /** What holds, in parts: a snapshot, or replies, of a conversation. Reads the log again where it is long. */
  conversations(): AsyncIterable<RestoredConversation>;
}

interface SearchOptions {
  readonly signal: AbortSignal;
  /** Unix milliseconds. */
  readonly now: number;
  /**
   * From which age on what a snapshot carries counts as told to readers, in milliseconds. Default: when the log has its
   * reply no more. A store that remembers for itself whether it was told is believed as long as it does.
   */
  readonly settledAfterMs?: number;
  /** Is told of every record read, also when it is read again. */
  readonly read: () => void;
}

const repliesAtOnce = 500;

/**
 * What the log knows of a partition from certain offsets on: the highest snapshots or tombstones, and the first replies. A first reading
 * finds out which records those are, a second one gives them out, so that no more than a few are in memory at once. Ends
 * with the signal's reason; `overloaded` if the log was compacted in between: read again then.
 */
export async function conversationsInLog(
  log: LogReader,
  partition: number,
  from: AppliedPositions,
  { signal, now, read, settledAfterMs = answerableForMs }: SearchOptions,
): Promise<FoundConversations> {
  const conversations = new RecordRange(log, topics.conversations, partition, from.conversations, signal);
  const replies = new RecordRange(log, topics.replies, partition, from.replies, signal);
  const index = await indexOf(conversations.read(), replies.read(), read);
  const ids = new Set([...index.snapshots.keys(), ...index.replies.keys()]);
  return {
    size: ids.size,
    ids,
    highestGeneration: index.highestGeneration,
    last: [...index.last.values()],
    outdated: [...index.last.values()].filter((one) => index.snapshots.get(one.conversationId)?.offset !== one.offset),
    applied: { conversations: conversations.end, replies: replies.end },
    offsets: conversations.length + replies.length,
    unreadable: async () => {
      const found = await allOf(index.unreadable.map((offset) => conversations.at(offset)));
      return found.filter((record) => record !== null);
    },
    conversations: async function* () {
      if (index.snapshots.size > 0)
        yield* highestSnapshots(conversations, replies, index, { now, read, settledAfterMs });
      if (index.replies.size > 0) yield* firstReplies(replies, index, read);
    },
  };
}

async function* highestSnapshots(
  conversations: RecordRange,
  replies: RecordRange,
  index: LogIndex,
  { now, read, settledAfterMs }: Pick<Required<SearchOptions>, 'now' | 'read' | 'settledAfterMs'>,
): AsyncGenerator<RestoredConversation> {
  const offsets = new Set([...index.snapshots.values()].map(({ offset }) => offset));
  for await (const record of conversations.read()) {
    read();
    if (!offsets.delete(record.offset)) continue;
    const ended = tombstoneIn(record);
    if (ended) yield ended;
    const snapshot = decodeSnapshot(record);
    if (!snapshot) continue;
    // Nobody will publish it any more: no worker answers a turn as old as this, see `isTooOld`.
    const settled = now - record.timestamp > settledAfterMs;
    yield { ...(await asPublished(snapshot, index, replies, settled)), ended: false, at: record.timestamp };
  }
  if (offsets.size > 0) throw compacted(topics.conversations);
}

function tombstoneIn(record: LogRecord): RestoredConversation | null {
  const rank = decodeTombstone(record);
  if (!rank) return null;
  const { generation, version, epoch } = rank;
  const conversation = emptyConversation(new TextDecoder().decode(record.key ?? undefined), version);
  return { ...noReplies, conversation, generation, epoch, ended: true, at: record.timestamp };
}

const noReplies = { published: new Map<string, string>(), unpublished: new Map<string, string>() };

async function* firstReplies(
  replies: RecordRange,
  index: LogIndex,
  read: SearchOptions['read'],
): AsyncGenerator<RestoredConversation> {
  let batch = new Map<string, Map<string, string>>();
  let size = 0;
  for await (const record of replies.read()) {
    read();
    const reply = decodeReply(record);
    if (!reply || index.replies.get(reply.conversationId)?.get(reply.turnId)?.offset !== record.offset) continue;
    const published = batch.get(reply.conversationId) ?? new Map<string, string>();
    batch.set(reply.conversationId, published.set(reply.turnId, new TextDecoder().decode(record.value ?? undefined)));
    if (++size < repliesAtOnce) continue;
    yield* withReplies(batch);
    batch = new Map();
    size = 0;
  }
  yield* withReplies(batch);
}

/** Entries of the ledger alone: the conversation itself comes with its snapshot. */
function* withReplies(batch: ReadonlyMap<string, ReadonlyMap<string, string>>): Generator<RestoredConversation> {
  for (const [id, published] of batch) {
    yield {
      ...noReplies,
      conversation: emptyConversation(id),
      generation: 0,
      epoch: 0,
      ended: false,
      at: 0,
      published,
    };
  }
}
