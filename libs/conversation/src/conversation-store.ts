import type { Conversation } from '@turnfleet/contract';
import type { Fence, TurnRef } from './fence.ts';
import type { TurnEnd } from './journal.ts';

/** `lost`: the store knows nothing of the partition; it must be restored from the log before anything is answered. */
export type Claim = { readonly kind: 'claimed'; readonly fence: Fence } | { readonly kind: 'lost' };

export type Begun =
  | {
      readonly kind: 'fresh';
      readonly conversation: Conversation;
      /** Number of this attempt at the turn; only grows, whatever is released. Above 1, something may have been streamed. */
      readonly attempt: number;
      /** Earlier attempts that were never released: what convicts a record that kills its worker. */
      readonly abandoned: number;
      /** Somebody asked to cancel the turn. */
      readonly cancelled: boolean;
    }
  | {
      readonly kind: 'answered';
      /** The reply's record value, byte for byte. */
      readonly reply: string;
      readonly published: boolean;
      /** Value for `chat.conversations`: the conversation as it stands, under this fence. */
      readonly snapshot: string;
    };

export interface ConversationChange extends TurnRef {
  /** The version the change was decided on; the stored one must still be this. */
  readonly basedOn: number;
  /** The conversation afterwards, `version` = `basedOn` + 1. */
  readonly conversation: Conversation;
  /** Record value of the one reply. */
  readonly reply: string;
}

export type Committed =
  | {
      readonly kind: 'committed';
      /** Value for `chat.conversations`. */
      readonly snapshot: string;
    }
  /** The version moved on, or the turn already has another reply: the first commit wins, the caller begins again. */
  | { readonly kind: 'conflict' };

/** One conversation as a restore found it in the log: a snapshot and the replies that readers have seen. */
export interface RestoredConversation {
  readonly conversation: Conversation;
  /** The snapshot's; a stored conversation is replaced only by a higher (generation, version, epoch). */
  readonly generation: number;
  readonly epoch: number;
  /** Record values of the first terminal records in `chat.replies`, by turn id. */
  readonly published: ReadonlyMap<string, string>;
  /** Record values that the snapshot carries as not yet published, by turn id. */
  readonly unpublished: ReadonlyMap<string, string>;
}

/**
 * Where conversations and the ledger live. Every call but `restore` is atomic and one round trip. Errors: `fenced`
 * rather than act on stale ground; `overloaded` while the store cannot be reached. Whether such a call was applied is
 * then unknown, and repeating it with the same arguments is safe.
 */
export interface ConversationStore {
  /** Takes the partition: a new epoch, higher than any before in its generation. */
  claim(partition: number): Promise<Claim>;
  /**
   * Writes a lost partition anew under `generation` and claims it. `fenced` if it is not lost, or as soon as another
   * worker starts to restore it or the store is lost again; what was written by then does no harm. After `overloaded`
   * start again from `claim`.
   */
  restore(partition: number, generation: number, conversations: AsyncIterable<RestoredConversation>): Promise<Fence>;
  /**
   * Counts the attempt; the conversation or, if this turn ended before, its reply. `run` names the caller's piece of
   * work: the same one again, also under a newer fence, is the same attempt.
   */
  begin(turn: TurnRef, fence: Fence, run: string): Promise<Begun>;
  /** Takes back the attempt of a turn that is given to the next owner unfinished. */
  release(turn: TurnRef, fence: Fence, run: string): Promise<void>;
  /** One atomic write: the conversation and the ledger entry. Repeated with the same reply it is committed. */
  commit(change: ConversationChange, fence: Fence): Promise<Committed>;
  /** Whether this very reply is still the ledger's after its snapshot reached the log. */
  confirm(turn: TurnRef, reply: string, fence: Fence): Promise<boolean>;
  /** Marks the reply published and ends the turn in the journal. `fenced` if the ledger has no reply to the turn. */
  settle(turn: TurnRef, event: TurnEnd, fence: Fence): Promise<void>;
}
