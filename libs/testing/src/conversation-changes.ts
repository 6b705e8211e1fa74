import { type JournalEvent } from '@turnfleet/contract/http';
import { type EndedTurn, emptyConversation, type Reply } from '@turnfleet/contract/schemas';
import {
  type ConversationChange,
  endTurn,
  type TurnEnd,
  type TurnProgress,
  type TurnRef,
} from '@turnfleet/conversation';
import { replyTo } from '@turnfleet/conversation/testing';

const submittedAt = '2026-01-01T00:00:00.000Z';

/** A change in which one turn ends. */
export interface SingleChange extends ConversationChange {
  readonly turnId: string;
  readonly reply: string;
}

/** The first turn of a conversation answered with `text`. */
export function firstChange(turn: TurnRef, text = 'There are 12.', more: Partial<Reply> = {}): SingleChange {
  return nextChange(turn, emptyConversation(turn.conversationId), text, more);
}

export function nextChange(
  turn: TurnRef,
  before: ReturnType<typeof emptyConversation>,
  text: string,
  more: Partial<Reply> = {},
): SingleChange {
  const { conversationId, turnId } = turn;
  const told = replyTo(conversationId, turnId, before.version + 1, { text, ...more });
  const conversation = endTurn(before, { text: `Question ${turnId}`, submittedAt }, told);
  const reply = JSON.stringify(told);
  return { conversationId, turnId, basedOn: before.version, conversation, reply, replies: [{ turnId, reply }] };
}

/** Several changes, each of which follows on the one before, as one. */
export function coalesced(changes: readonly SingleChange[]): ConversationChange {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) throw new Error('A change ends at least one turn.');
  return { ...last, basedOn: first.basedOn, replies: changes.flatMap(({ replies }) => replies) };
}

export function accepted(
  turnId: string,
  text = `Question ${turnId}`,
): Extract<JournalEvent, { type: 'turn.accepted' }> {
  return { type: 'turn.accepted', turnId, text, submittedAt };
}

export function delta(turnId: string, text: string): { type: 'reply.delta'; turnId: string; text: string } {
  return { type: 'reply.delta', turnId, text };
}

/** Deltas `#from ` to `#to `. */
export function deltas(turnId: string, from: number, to: number): TurnProgress[] {
  return Array.from({ length: to - from + 1 }, (_, i) => delta(turnId, `#${from + i} `));
}

export function endOf({ turnId, reply }: SingleChange): TurnEnd {
  return { type: 'reply.completed', turnId, reply: JSON.parse(reply) as EndedTurn['reply'] };
}
