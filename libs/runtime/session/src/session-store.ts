import type { SessionState } from './session-state.ts';

/** A session that somebody holds; whoever takes it over has a higher epoch. */
export interface HeldSession {
  readonly epoch: number;
  readonly state: SessionState;
}

export interface Notice {
  /** `GENERATION-NUMBER`; numbers of a tenant have no gaps within a generation. */
  readonly id: string;
  readonly text: string;
}

/** What the instances of a fleet say to each other; nothing depends on its arrival. */
export type BusMessage =
  /** The session is held under this epoch now: whoever holds it under a lower one lets go. */
  | { readonly kind: 'taken'; readonly session: string; readonly epoch: number }
  | { readonly kind: 'notice'; readonly tenant: string }
  /** From somebody in the conversation, for all others in it; `from`: the session. */
  | {
      readonly kind: 'signal';
      readonly conversationId: string;
      readonly from: string;
      readonly user: string;
      readonly what: 'typing' | 'presence';
      readonly on: boolean;
    };

/** Where sessions are kept between connections, and what all instances hear. Every call: `overloaded` while it is away. */
export interface SessionStore {
  /** Keeps a session that begins, under epoch 1, for `ttlMs`. `owner` names whose it is. */
  open(id: string, owner: string, state: SessionState, ttlMs: number): Promise<void>;
  /** Takes a session over, and tells the bus; null if there is none of this owner. */
  take(id: string, owner: string, ttlMs: number): Promise<HeldSession | null>;
  /** Keeps what has become of a session, also of one that the store has lost; false if somebody has taken it over. */
  save(id: string, owner: string, held: HeldSession, ttlMs: number): Promise<boolean>;
  /** Forgets a session that is held under this epoch. */
  end(id: string, epoch: number): Promise<void>;
  /** Adds a notice for a tenant, and tells the bus. Kept for a day, and at most `noticesKept`. */
  post(tenant: string, text: string): Promise<string>;
  /**
   * Notices that came after this one and are still kept; all of them if it is null or of an earlier generation. `end`: the
   * last of all, null if there was none.
   */
  noticesAfter(
    tenant: string,
    id: string | null,
  ): Promise<{ readonly notices: readonly Notice[]; readonly end: string | null }>;
  tell(message: BusMessage): Promise<void>;
  /** Calls `hear` with what is told from now on until closed; with null where something may have been missed. */
  listen(hear: (message: BusMessage | null) => void): Promise<{ close(): void }>;
}

/** The oldest go first. */
export const noticesKept = 256;
/** How long notices are kept, milliseconds. */
export const noticesTtlMs = 86_400_000;
