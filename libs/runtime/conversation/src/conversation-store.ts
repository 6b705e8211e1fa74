import type { DueTimer } from '@turnfleet/contract/events';
import type { Conversation } from '@turnfleet/contract/schemas';
import type { RunningTurn } from './conversation-gateway.ts';
import type { Fence, TurnRef } from './fence.ts';
import type { TurnEnd } from './journal.ts';

/**
 * Offsets in the partition's topics (`chat.conversations`, `chat.replies`): the store has everything below them. They
 * only grow, except that a store which goes back takes its positions with it.
 */
export interface AppliedPositions {
  readonly conversations: bigint;
  readonly replies: bigint;
}

export type Claim =
  | {
      readonly kind: 'claimed';
      readonly fence: Fence;
      /** From where `catchUp` has to read. */
      readonly applied: AppliedPositions;
      /**
       * The store may have gone back to an older copy: the fence is of a new generation, and readers wait until `catchUp`
       * has ended. So it is after every change of server, and when an earlier such catch-up did not end.
       */
      readonly rolledBack: boolean;
    }
  /** The store knows nothing of the partition; it must be restored from the log before anything is answered. */
  | { readonly kind: 'lost' };

export type Begun =
  | {
      readonly kind: 'fresh';
      /** One that the store does not know begins at the partition's floor, see `expire`. */
      readonly conversation: Conversation;
      /** Number of this attempt at the turn; only grows, whatever is released. Above 1, something may have been streamed. */
      readonly attempt: number;
      /**
       * Earlier attempts of the fence's generation that were never released: what convicts a record that kills its worker. A
       * store that went back may lack a release, or others' marks, so those of before are held against nobody.
       */
      readonly abandoned: number;
      /** Somebody asked to cancel the turn. */
      readonly cancelled: boolean;
      /** What was noted of its model calls so far, in this order; see `noteSpending`. */
      readonly spent: readonly string[];
    }
  | {
      readonly kind: 'answered';
      /** The reply's record value, byte for byte. */
      readonly reply: string;
      readonly published: boolean;
      /** By `settle`. One that is published without was found in the log: whoever said it may have ended before all was said. */
      readonly settled: boolean;
      /** Value for `chat.conversations`: the conversation as it stands, under this fence. */
      readonly snapshot: string;
    }
  /** It was not begun: it may have ended its workers, and others run beside it. No attempt of this run is counted. */
  | { readonly kind: 'suspect' };

/** With how many abandoned attempts a turn is not begun: from `from` on, and below `below`. */
export interface Suspicion {
  readonly from: number;
  readonly below: number;
}

/** The turns that end together: one, or several that were answered as one. */
export interface ConversationChange {
  readonly conversationId: string;
  /** The version the change was decided on; the stored one must still be this. */
  readonly basedOn: number;
  /** The conversation afterwards, `version` = `basedOn` + the number of replies. */
  readonly conversation: Conversation;
  /** None: the conversation is amended at its version. What is amended so, no snapshot in the log has to have. */
  readonly replies: readonly TurnReply[];
}

interface TurnReply {
  readonly turnId: string;
  /** Record value of the turn's one reply. */
  readonly reply: string;
}

/** Committed replies that the log does not take, and what is to be said instead. */
export interface Abridgement {
  readonly conversationId: string;
  /** With the new replies in it, and of the version that the store has. */
  readonly conversation: Conversation;
  readonly replies: readonly AbridgedReply[];
}

export interface AbridgedReply extends TurnReply {
  /** The record value in whose place `reply` comes; nobody was told it. */
  readonly instead: string;
}

type Committed =
  | {
      readonly kind: 'committed';
      /** Value for `chat.conversations`. */
      readonly snapshot: string;
    }
  /** The version moved on, or one of the turns has another reply: the first commit wins, the caller begins again. */
  | { readonly kind: 'conflict' };

/** One conversation as a restore found it in the log: a snapshot or a tombstone, and the replies that readers have seen. */
export interface RestoredConversation {
  /** Of a tombstone only the id and the version count. */
  readonly conversation: Conversation;
  /** It is a tombstone: a stored conversation that ranks no higher is forgotten. */
  readonly ended: boolean;
  /** When the record was written, Unix milliseconds. */
  readonly at: number;
  /** The snapshot's; a stored conversation is replaced only by a higher (generation, version, epoch). */
  readonly generation: number;
  readonly epoch: number;
  /** Record values of the first terminal records in `chat.replies`, by turn id. */
  readonly published: ReadonlyMap<string, string>;
  /** Record values that the snapshot carries as not yet published, by turn id. */
  readonly unpublished: ReadonlyMap<string, string>;
}

export interface RunningTurnOf extends RunningTurn {
  readonly conversationId: string;
}

/** A conversation as the store has it, and where it comes from. */
export interface CurrentConversation {
  readonly generation: number;
  readonly version: number;
  readonly epoch: number;
  /** Value for `chat.conversations`, under the fence that asked. */
  readonly snapshot: string;
}

/**
 * Where conversations and the ledger live. Every call but `restore` and `catchUp` is atomic and one round trip. It fails
 * with `fenced` rather than act on stale ground: another owner, a store that went back, another server. It fails with
 * `overloaded` while the store is away: nobody knows whether such a call was applied, and it may be repeated as it was. A
 * fence is good only with the adapter that gave it.
 */
export interface ConversationStore {
  /** Unix milliseconds by the clock that all workers of the store share: what decides about others goes by it. */
  now(): Promise<number>;
  /**
   * Over how many partitions its conversations are spread, as the first claim said; null if nobody has claimed anything.
   * The home of each follows from it, so who counts another number must not go on: see `otherPartitions`.
   */
  partitions(): Promise<number | null>;
  /**
   * Takes the partition: a new epoch, higher than any before in its generation. A store whose generation is lower than
   * `known`, one that the log has, has gone back; the generation that begins is above that, whatever the clocks say.
   * `invalid_request` if the store's conversations are spread over another number of partitions.
   */
  claim(partition: number, known?: number): Promise<Claim>;
  /**
   * Writes a lost partition anew under `generation`, which has everything below `applied` then, and claims it. `fenced`
   * if it is not lost, or as soon as another worker starts to restore it or the store is lost again; what was written by
   * then does no harm. After `overloaded` start again from `claim`.
   */
  restore(
    partition: number,
    generation: number,
    conversations: AsyncIterable<RestoredConversation>,
    applied: AppliedPositions,
  ): Promise<Fence>;
  /**
   * Applies what the log has and the store lacks – a conversation is replaced only by a higher snapshot, and with it the
   * replies of it that wait; a reply that is published stays – notes the positions and lets readers in again. A turn that
   * is found to be published ends in the journal too, unless the journals have just begun anew. Belongs to every claim,
   * before its first turn. What was written before an error does no harm; start again from `claim`.
   */
  catchUp(fence: Fence, conversations: AsyncIterable<RestoredConversation>, applied: AppliedPositions): Promise<void>;
  /** Does nothing; `fenced` unless the fence is good. For an owner whom no turn tells that the store was lost or went back. */
  check(fence: Fence): Promise<void>;
  /**
   * Counts the attempt; the conversation or, if this turn ended before, its reply. `run` names the caller's piece of
   * work: the same one again, also under a newer fence, is the same attempt. A run beside others says whom it suspects.
   */
  begin(turn: TurnRef, fence: Fence, run: string, suspicion?: Suspicion): Promise<Begun>;
  /**
   * Notes what model calls of the turn cost, or may cost: before each is sent, so that one whose worker dies is billed all
   * the same. The lines, none of which holds a line break, are given to every `begin` until the turn has its reply, which
   * then has them. `fenced` if it has one.
   */
  noteSpending(turn: TurnRef, lines: readonly string[], fence: Fence): Promise<void>;
  /**
   * Takes back the attempt of a turn that is given to the next owner unfinished, also when that one has claimed the partition
   * by now, as long as it has not begun the turn; `spent` is noted with it. After that the attempt is only no longer held
   * against the turn, and it is `fenced` under a fence that is not good.
   */
  release(turn: TurnRef, fence: Fence, run: string, spent?: readonly string[]): Promise<void>;
  /**
   * One atomic write: the conversation, all ledger entries, and the timer that the conversation names; without one nothing
   * is armed any more. Repeated with the same replies it is committed. One that the
   * store does not know may be based on any version up to the partition's floor, as that may have risen since `begin`.
   */
  commit(change: ConversationChange, fence: Fence): Promise<Committed>;
  /**
   * Puts other replies in the place of committed ones that are not published: one atomic write of conversation and ledger,
   * the version stays. What the journal was told of such a turn is taken back. `conflict` if the version moved on, or a turn
   * has neither of the two replies, or is published. Repeated it is committed.
   */
  abridge(change: Abridgement, fence: Fence): Promise<Committed>;
  /** Whether this very reply is still the ledger's after its snapshot reached the log. */
  confirm(turn: TurnRef, reply: string, fence: Fence): Promise<boolean>;
  /**
   * Marks the reply published and ends the turn in the journal. `fenced` if the ledger has no reply to the turn. `applied`
   * are the offsets just after this turn's own snapshot and reply; the store notes them as far as no turn that was
   * committed before is still to be settled.
   */
  settle(turn: TurnRef, event: TurnEnd, fence: Fence, applied: AppliedPositions): Promise<void>;
  /** The conversation as it stands, null if the store does not know it. */
  current(fence: Fence, conversationId: string): Promise<CurrentConversation | null>;
  /**
   * All turns of the partition that are accepted and not ended for readers. Looks through the whole store in many calls, so
   * for what happens once in a long while; what is accepted meanwhile may be missing.
   */
  running(fence: Fence): Promise<readonly RunningTurnOf[]>;
  /**
   * Timers that are due by the store's clock, those due the longest first, `limit` at most. They are this owner's for
   * `leaseMs`: until then nobody is given them again. A timer is due until a commit arms another one, or none.
   */
  claimTimers(fence: Fence, limit: number, leaseMs: number): Promise<readonly DueTimer[]>;
  /** Ids of conversations without a commit since `before` (Unix milliseconds), the longest idle first, `limit` at most. */
  idle(fence: Fence, before: number, limit: number): Promise<readonly string[]>;
  /**
   * The conversation, if nothing was committed in it since `before` (Unix milliseconds) and no turn of it is accepted and
   * not ended for readers; else null.
   */
  readIdle(fence: Fence, conversationId: string, before: number): Promise<Conversation | null>;
  /**
   * Forgets a conversation whose version is still this, unless a turn of it is accepted and not ended for readers; its
   * ledger entries stay. False if it is still there. The partition's floor rises to the highest version forgotten: the
   * conversation, should it begin anew in this generation, ranks above its tombstone then.
   */
  expire(fence: Fence, conversationId: string, version: number): Promise<boolean>;
}
