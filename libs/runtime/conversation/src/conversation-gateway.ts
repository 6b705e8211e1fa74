import type { Conversation, Owner } from '@turnfleet/contract/schemas';
import type { TurnRef } from './fence.ts';
import type { Watching } from './watching.ts';

type Reservation =
  /** First time this turn id is seen, or it never reached the log: the caller appends it. */
  | { readonly kind: 'reserved' }
  /** The turn is in the log. */
  | { readonly kind: 'logged' }
  /** The same turn id with another body. */
  | { readonly kind: 'conflict' };

/** Whose a conversation is. */
export type Ownership =
  | { readonly kind: 'owned'; readonly owner: Owner }
  /** It is there, but nobody knows whose: it was begun where nobody signs in. */
  | { readonly kind: 'unowned' }
  /** There is no such conversation. */
  | { readonly kind: 'none' }
  /** Nobody can tell until the partition is restored. */
  | { readonly kind: 'lost' };

export interface RunningTurn {
  readonly turnId: string;
  readonly text: string;
  /** RFC 3339. */
  readonly submittedAt: string;
}

export interface ConversationView {
  /** With the turns whose replies are published: a reader never sees what a lost store would take back. */
  readonly conversation: Conversation;
  /** Turns accepted and not ended for readers, oldest first. */
  readonly running: readonly RunningTurn[];
}

/**
 * What the ingress asks of the conversation store; needs no fence. Errors: `overloaded` while the store cannot be
 * reached and – where it says so – while the partition is lost: not yet restored, or not yet caught up after it went back
 * to an older copy. Nothing is answered from an empty or outdated memory.
 */
export interface ConversationGateway {
  /**
   * Makes the conversation theirs if there is none yet, for as long as the ledger remembers replies; with its first
   * commit it is theirs for good (`Conversation.owner`). Answers whose it is. Works on a lost partition, if it can.
   */
  claimOwner(conversationId: string, owner: Owner): Promise<Ownership>;
  /** Whose it is, without a claim. Works on a lost partition, if it can. */
  ownerOf(conversationId: string): Promise<Ownership>;
  /** Remembers that a turn with this body was posted, as long as the ledger remembers replies. Works on a lost partition. */
  reserve(turn: TurnRef, bodyHash: string): Promise<Reservation>;
  /** Whether `reserve` would find the turn in the log. Only looks; a lost partition may know of less. */
  isLogged(turn: TurnRef): Promise<boolean>;
  /** The turn is in the log. Works on a lost partition. */
  markLogged(turn: TurnRef): Promise<void>;
  /** The conversation and its turns in progress, or null if nobody ever wrote in it; `overloaded` while lost. */
  view(conversationId: string): Promise<ConversationView | null>;
  /** The published reply's record value, or null while there is none; `overloaded` while lost. */
  reply(turn: TurnRef): Promise<string | null>;
  /** Leaves a mark that the lane's owner watches; false if the turn is unknown; `overloaded` while lost. */
  requestCancel(turn: TurnRef): Promise<boolean>;
  /** Calls `cancelled` once as soon as somebody asks to cancel the turn (also if somebody already did), until closed. */
  watchCancel(turn: TurnRef, cancelled: () => void): Promise<Watching>;
}
