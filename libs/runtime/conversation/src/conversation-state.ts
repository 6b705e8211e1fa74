import type { ConversationGateway } from './conversation-gateway.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Journal } from './journal.ts';
import type { StateAudit } from './state-audit.ts';

/** One state behind three ports. */
export interface ConversationState {
  readonly store: ConversationStore;
  readonly gateway: ConversationGateway;
  readonly journal: Journal;
}

/** The same with a look behind it, for work by hand. */
export interface AuditedState extends ConversationState {
  readonly audit: StateAudit;
}
