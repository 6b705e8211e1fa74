/** What a delivered offset is: `known` is being worked on or finished, `new` has to be worked on. */
type Arrival = 'new' | 'known';

/**
 * How far one partition is done. Invariant: everything below `committable` is finished or does not exist; `open` holds
 * what was delivered and is not finished; what is delivered at or above `next` has not been seen before.
 *
 * Delivery skips only offsets that do not exist (compaction, transaction markers, a start behind the oldest record), so
 * gaps need no bookkeeping: the frontier is the lowest open offset, and finished ones above it need not be remembered.
 */
export class Frontier {
  readonly #open = new Set<bigint>();
  #next: bigint;
  #committed: bigint;
  #term = 0;

  constructor(start: bigint) {
    this.#next = start;
    this.#committed = start;
  }

  arrive(offset: bigint): Arrival {
    if (this.#open.has(offset)) return 'known';
    // No refetch goes below what was committed: the log was reset or truncated, and this is another record.
    if (offset >= this.#committed && offset < this.#next) return 'known';
    if (offset < this.#committed) this.restartAt(offset);
    this.#open.add(offset);
    this.#next = offset + 1n;
    return 'new';
  }

  finish(offset: bigint): void {
    this.#open.delete(offset);
  }

  /** What lies below this offset and was not delivered does not exist. */
  pass(next: bigint): void {
    if (next > this.#next) this.#next = next;
  }

  /** Another record stands at this open offset now, and so perhaps above it: the log was truncated and written anew. */
  rewind(offset: bigint): void {
    this.#open.delete(offset);
    if (offset < this.#next) this.#next = offset;
  }

  /** Delivery starts again here, after a rebalance or because the log was reset. */
  restartAt(offset: bigint): void {
    this.#committed = offset;
    this.#term++;
  }

  /** Grows with every restart. */
  get term(): number {
    return this.#term;
  }

  /** The group took this offset. An answer to a commit of an earlier term says nothing: what follows it is older news. */
  committedAt(offset: bigint, term: number): void {
    if (term === this.#term) this.#committed = offset;
  }

  /** The offset to commit: everything below it is done. */
  get committable(): bigint {
    let lowest = this.#next;
    for (const offset of this.#open) if (offset < lowest) lowest = offset;
    return lowest;
  }

  get committed(): bigint {
    return this.#committed;
  }

  /** Offsets between the frontier and the newest record delivered: what a new owner would get again. */
  get span(): number {
    return Number(this.#next - this.committable);
  }
}
