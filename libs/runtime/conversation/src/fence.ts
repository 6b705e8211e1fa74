/**
 * Proof of ownership. A call whose fence is not the partition's current one fails with `fenced`: another worker claimed
 * the partition (epoch), or the store was lost, rebuilt or went back to an older copy (generation).
 */
export interface Fence {
  readonly partition: number;
  /** Grows with every claim of the partition within a generation. */
  readonly epoch: number;
  /** Grows with every rebuild of the partition from the log, and with every claim that finds it rolled back. */
  readonly generation: number;
}

export interface TurnRef {
  readonly conversationId: string;
  readonly turnId: string;
}
