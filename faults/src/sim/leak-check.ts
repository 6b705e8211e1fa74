import { isTerminal } from '@turnfleet/contract/http';
import { type Conversation } from '@turnfleet/contract/schemas';
import type { JournalEntry } from '@turnfleet/conversation';
import { isTurnfleetError } from '@turnfleet/core';
import type { ToldEvent } from '../history/history-event.ts';
import type { Outside } from './outside.ts';
import type { Untimed } from './recorder.ts';

/** What the store shows of every conversation when all is over, as its readers see it; nothing where nobody may read. */
export async function leakCheck({ plan, state }: Pick<Outside, 'plan' | 'state'>): Promise<Untimed[]> {
  const { gateway, journal } = state.server.connect();
  const left: Untimed[] = [];
  for (const conversationId of new Set(plan.turns.map((turn) => turn.conversationId))) {
    try {
      const view = await gateway.view(conversationId);
      if (view) left.push(viewedOf(view.conversation));
      const page = await journal.read(conversationId, null);
      if (page.kind === 'entries') left.push({ event: 'journal', conversationId, entries: page.entries.map(toldOf) });
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
    }
  }
  return left;
}

function toldOf({ id, event }: JournalEntry): ToldEvent {
  const { type, turnId } = event;
  if (type === 'reply.delta') return { id, type, turnId, text: event.text };
  return isTerminal(event) && 'reply' in event ? { id, type, turnId, reply: { ...event.reply } } : { id, type, turnId };
}

function viewedOf({ conversationId, version, turns }: Conversation): Untimed {
  const seen = turns.map(({ turnId, reply }) => ({ turnId, reply: { ...reply } }));
  return { event: 'viewed', conversationId, version, turns: seen };
}
