/**
 * Proof of ownership. A call whose fence is not the partition's current one fails with `fenced`: another worker claimed
 * the partition (epoch), or the store was lost or rebuilt (generation).
 */
export interface Fence {
  readonly partition: number;
  /** Grows with every claim of the partition within a generation. */
  readonly epoch: number;
  /** Grows with every rebuild of the partition from the log. */
  readonly generation: number;
}

export interface TurnRef {
  readonly conversationId: string;
  readonly turnId: string;
}
