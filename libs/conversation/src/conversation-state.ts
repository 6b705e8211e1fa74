import type { ConversationDesk } from './conversation-desk.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Journal } from './journal.ts';

/** One state behind three ports. */
export interface ConversationState {
  readonly store: ConversationStore;
  readonly desk: ConversationDesk;
  readonly journal: Journal;
}
