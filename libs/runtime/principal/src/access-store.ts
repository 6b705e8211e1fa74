import type { ApiKeyRecord } from './api-key-record.ts';
import type { Ticket } from './ticket.ts';

/** Where API keys are kept, by the hash of each. `overloaded` while the store cannot be reached. */
export interface ApiKeyStore {
  find(sha256: string): Promise<ApiKeyRecord | null>;
  list(): Promise<readonly ApiKeyRecord[]>;
  /** Adds it, or puts it in the place of the one with this hash. */
  put(record: ApiKeyRecord): Promise<void>;
}

/** What opens one stream, once. `overloaded` while the store cannot be reached. */
export interface TicketStore {
  keep(sha256: string, ticket: Ticket, ttlMs: number): Promise<void>;
  /** The ticket, for the first who asks in time; null for everybody else. */
  take(sha256: string): Promise<Ticket | null>;
}

export type AccessStore = ApiKeyStore & { readonly tickets: TicketStore };
