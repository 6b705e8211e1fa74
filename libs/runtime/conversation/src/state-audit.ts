import type { AppliedPositions } from './conversation-store.ts';
import type { TurnRef } from './fence.ts';

/** How a partition stands in the store. */
interface AuditedPartition {
  readonly generation: number;
  readonly epoch: number;
  /** False while it waits for a claim or a catch-up: the store may have gone back. */
  readonly readable: boolean;
  readonly applied: AppliedPositions;
  /** Turns with a reply that is not known to be published; those being worked on are among them. */
  readonly unpublished: readonly TurnRef[];
}

/** How a conversation stands in the store; all numbers 0 where nothing was committed in it. */
export interface AuditedConversation {
  readonly version: number;
  readonly generation: number;
  readonly epoch: number;
  /** What the ledger has of the turns asked for, by turn id. */
  readonly ledger: ReadonlyMap<string, { readonly reply: string; readonly published: boolean }>;
}

/**
 * For whoever checks a store against the log by hand, beside the workers; needs no fence. Errors: `overloaded` while the
 * store cannot be reached.
 */
export interface StateAudit {
  /** Null while the store knows nothing of the partition. Changes nothing. */
  partition(partition: number): Promise<AuditedPartition | null>;
  /** Also of a partition that is lost or not readable. Changes nothing. */
  conversation(conversationId: string, turnIds: readonly string[]): Promise<AuditedConversation>;
  /**
   * Has the partition taken for one that went back: every fence is refused, readers wait, and the next claim – by whoever
   * comes first – catches up from the beginning of the log. False if the store knows nothing of it: the next claim restores
   * it then anyway.
   */
  distrust(partition: number): Promise<boolean>;
}
