import { type Priority, priorityWeights } from '@turnfleet/contract/schemas';

/** Whose a turn is, and how urgent. */
export interface Share {
  readonly flow: string;
  readonly priority: Priority;
}

/** Flows that are known, above which those are forgotten that owe nothing. */
const sweepAbove = 1_000;

/**
 * Shares the capacity of a worker among flows by self-clocked fair queueing (Golestani, INFOCOM 1994): each turn is ranked
 * by when it would be over if every flow that waits were served at its weight. Invariant: between two turns of a flow, any
 * other flow is served at most as often as its weight is a multiple of that flow's, and once more. So none starves, one that
 * floods waits for itself, and of those that begin to wait at once the weightier is first.
 */
export class FairShare {
  /** Rank of what was served last. */
  #now = 0;
  /** Rank of the last that each flow has asked for, by priority. */
  readonly #ends = new Map<string, number>();
  #sweepAt = sweepAbove;

  /** The rank of one more turn of the flow; the lowest is served first. */
  enter({ flow, priority }: Share): number {
    const name = nameOf(flow, priority);
    const rank = Math.max(this.#now, this.#ends.get(name) ?? 0) + 1 / priorityWeights[priority];
    this.#ends.set(name, rank);
    if (this.#ends.size > this.#sweepAt) this.#sweep();
    return rank;
  }

  /** What has this rank begins. */
  serve(rank: number): void {
    this.#now = Math.max(this.#now, rank);
  }

  /** One that has entered will not be served here: those of its flow that come later need not wait for it. */
  leave({ flow, priority }: Share): void {
    const name = nameOf(flow, priority);
    const end = this.#ends.get(name);
    if (end !== undefined) this.#ends.set(name, end - 1 / priorityWeights[priority]);
  }

  #sweep(): void {
    for (const [name, end] of this.#ends) if (end <= this.#now) this.#ends.delete(name);
    this.#sweepAt = Math.max(sweepAbove, 2 * this.#ends.size);
  }
}

const nameOf = (flow: string, priority: Priority): string => `${priority} ${flow}`;
