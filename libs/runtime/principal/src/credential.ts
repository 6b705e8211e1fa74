import type { Principal } from './principal.ts';

/** What somebody came in with, as far as it may end while they are here. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly sha256: string }
  /** `endsAt`: Unix milliseconds, clock skew included. */
  | { readonly kind: 'token'; readonly endsAt: number };

/** Somebody who came in. */
export interface Entered {
  readonly principal: Principal;
  readonly credential: Credential;
  /** A ticket for one conversation opens no other; null: no such limit. */
  readonly conversationId: string | null;
}
