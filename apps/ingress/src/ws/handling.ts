import type { Authenticator, CredentialWatch } from '@turnfleet/auth';
import type { ConversationGateway, Journal } from '@turnfleet/conversation';
import type { NewId } from '@turnfleet/core';
import type { SessionStore } from '@turnfleet/session';
import type { SubmitDeps } from '@turnfleet/submission';
import type { Admission } from '../admission/open-admission.ts';
import type { Hub } from './hub.ts';

/** Any of these opens a WebSocket, and keeps it open. */
export const socketScopes = ['read', 'chat', 'agent'] as const;

/** What it takes to handle what clients send. */
export interface Handling extends Omit<SubmitDeps, 'gateway' | 'journal'> {
  readonly gateway: ConversationGateway;
  readonly journal: Journal;
  readonly sessions: SessionStore;
  readonly newId: NewId;
  readonly hub: Hub;
  readonly admission: Pick<Admission, 'admit' | 'requests' | 'waitLeft'>;
  readonly authenticator: Authenticator;
  readonly watch: CredentialWatch;
  /** Counts a turn that the log has. */
  readonly accepted: () => void;
}
