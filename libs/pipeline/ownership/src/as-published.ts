import { decodeReply, topics } from '@turnfleet/contract/events';
import { type Conversation, type EndedTurn, type Reply, type Snapshot, toldReply } from '@turnfleet/contract/schemas';
import type { RestoredConversation } from '@turnfleet/conversation';
import { digestOf, type LogIndex } from './log-index.ts';
import { compacted, type RecordRange } from './record-range.ts';

/**
 * What a snapshot says, as readers saw it: where the log has a reply, that one is what was said, should a snapshot that
 * nobody confirmed know it otherwise. A call is held no more if the shopper has another reply than the one in which they
 * were asked. `settled`: the log has neither turns nor replies as old as this any more.
 */
export async function asPublished(
  snapshot: Snapshot,
  index: LogIndex,
  replies: RecordRange,
  settled: boolean,
): Promise<Omit<RestoredConversation, 'ended' | 'at'>> {
  const { generation, epoch, conversation } = snapshot;
  const known = index.replies.get(conversation.conversationId);
  const turns: EndedTurn[] = [];
  for (const turn of conversation.turns) {
    const first = known?.get(turn.turnId);
    if (!first || first.digest === digestOf(turn.reply)) turns.push(turn);
    else turns.push({ ...turn, reply: await replyAt(replies, first.offset) });
  }
  const textIn = (among: readonly EndedTurn[]): string | undefined =>
    among.find(({ turnId }) => turnId === conversation.held?.turnId)?.reply.text;
  const held = textIn(turns) === textIn(conversation.turns) ? conversation.held : null;
  const seen: Conversation = { ...conversation, held, turns };
  return { generation, epoch, conversation: seen, ...carriedReplies(snapshot, index, settled) };
}

/** The replies that a snapshot has with it: the log has none of them, or not from where it was read. */
function carriedReplies({ conversation, unpublished }: Snapshot, { replies }: LogIndex, settled: boolean) {
  const known = replies.get(conversation.conversationId);
  const carried = unpublished.filter(({ turnId }) => !known?.has(turnId));
  const ledger = new Map(carried.map(({ turnId, reply }) => [turnId, reply]));
  const none = new Map<string, string>();
  return settled ? { published: ledger, unpublished: none } : { published: none, unpublished: ledger };
}

async function replyAt(replies: RecordRange, offset: bigint): Promise<Reply> {
  const record = await replies.at(offset);
  const reply = record && decodeReply(record);
  if (reply) return toldReply(reply);
  throw compacted(topics.replies);
}
