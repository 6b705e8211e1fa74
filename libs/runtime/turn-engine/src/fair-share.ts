import { type Priority, priorityWeights } from '@turnfleet/contract/schemas';

/** Whose a turn is, and how urgent. */
export interface Share {
  readonly sharer: string;
  readonly priority: Priority;
}

/** Of two that are equal, whoever did not wait before goes first. */
const newcomersGain = 1e-6;
/** Sharers that are known, above which those are forgotten that owe nothing. */
const sweepAbove = 1_000;

/**
 * Shares the capacity of a worker among sharers by self-clocked fair queueing (Golestani, INFOCOM 1994): each turn is ranked
 * by when it would be over if every sharer that waits were served at its weight. Invariant: between two turns of a sharer, any
 * other sharer is served at most as often as its weight is a multiple of that sharer's, and once more. So none starves, one that
 * floods waits for itself, and of those that begin to wait at once the weightier is first.
 */
export class FairShare {
  /** Rank of what was served last. */
  #now = 0;
  /** Rank of the last that each sharer has asked for, by priority. */
  readonly #ends = new Map<string, number>();
  #sweepAt = sweepAbove;

  /** The rank of one more turn of the sharer; the lowest is served first. */
  enter(share: Share): number {
    const name = nameOf(share);
    const end = this.#ends.get(name) ?? 0;
    const rank = Math.max(this.#now, end) + 1 / priorityWeights[share.priority];
    this.#ends.set(name, rank);
    if (this.#ends.size > this.#sweepAt) this.#sweep();
    return end < this.#now ? rank - newcomersGain : rank;
  }

  /** What has this rank begins. */
  serve(rank: number): void {
    this.#now = Math.max(this.#now, rank);
  }

  /** One that has entered will not be served here: those of its sharer that come later need not wait for it. */
  leave(share: Share): void {
    const name = nameOf(share);
    const end = this.#ends.get(name);
    if (end !== undefined) this.#ends.set(name, end - 1 / priorityWeights[share.priority]);
  }

  #sweep(): void {
    for (const [name, end] of this.#ends) if (end <= this.#now) this.#ends.delete(name);
    this.#sweepAt = Math.max(sweepAbove, 2 * this.#ends.size);
  }
}

/** A sharer's turns of another priority are those of another. */
export const nameOf = ({ sharer, priority }: Share): string => `${priority} ${sharer}`;
