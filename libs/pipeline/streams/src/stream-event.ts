import type { JournalEvent } from '@turnfleet/contract/http';
import { type Reply, readStoredReply, toldReply } from '@turnfleet/contract/schemas';
import type { ConversationGateway, JournalEntry, TurnRef } from '@turnfleet/conversation';
import type { JournalDeps } from './follow.ts';

/** One Server-Sent Event. */
export interface StreamEvent {
  readonly id: string;
  readonly type: JournalEvent['type'] | 'journal.gap' | 'turn.queued';
  readonly data: unknown;
}

export interface StreamDeps extends JournalDeps {
  readonly gateway: Pick<ConversationGateway, 'view' | 'reply'>;
}

/** An entry as clients see it: of a terminal event, the reply itself. */
export function eventOf({ id, event }: JournalEntry): StreamEvent {
  const { type, ...data } = event;
  return { id, type, data: 'reply' in data ? data.reply : data };
}

/** Who follows a conversation. */
export type Reader = 'shopper' | 'agent';

/** Whether the reader is told of an entry: of most that agents do no shopper is. */
export const isTold =
  (reader: Reader) =>
  ({ event }: JournalEntry): boolean =>
    reader === 'agent' || !('reply' in event && event.reply.command?.silent);

/** A terminal event told from the ledger. */
export function terminalEvent(id: string, reply: Reply): StreamEvent {
  return { id, type: reply.status === 'failed' ? 'reply.failed' : 'reply.completed', data: reply };
}

/** `reply`: the last one that readers may know, null if there is none. */
export function gapEvent(id: string, turnId: string | null, reply: Reply | null): StreamEvent {
  return { id, type: 'journal.gap', data: { turnId, reply } };
}

/** The published reply of a turn, null while there is none. */
export async function publishedReply(
  gateway: Pick<ConversationGateway, 'reply'>,
  turn: TurnRef,
): Promise<Reply | null> {
  const text = await gateway.reply(turn);
  // The ledger holds what some version of the orchestrator published.
  const reply = text === null ? null : readStoredReply(JSON.parse(text));
  return reply && toldReply(reply);
}
