import type { TurnRef } from '@turnfleet/conversation';
import { idBefore } from './follow.ts';
import { publishedReply, type StreamDeps, type StreamEvent, terminalEvent } from './stream-event.ts';

/**
 * What is needed to be told all of a turn that was sent before: its conversation is followed after the id `after`, or `end` is
 * told from the ledger, as the journal holds nothing of the turn any more. Both null: nothing is known of it yet.
 */
export async function toldBefore(
  { gateway, journal }: Pick<StreamDeps, 'gateway' | 'journal'>,
  turn: TurnRef,
): Promise<{ readonly after: string | null; readonly end: StreamEvent | null }> {
  // Asked before the journal is read, as what ends in between has its end there.
  const reply = await publishedReply(gateway, turn);
  const page = await journal.read(turn.conversationId, null);
  const entries = page.kind === 'entries' ? page.entries : [];
  const first = entries.find(({ event }) => event.turnId === turn.turnId);
  if (first) return { after: idBefore(first.id), end: null };
  return { after: null, end: reply && terminalEvent('', reply) };
}
