/** Offsets from `from` on and below `to`. */
export interface Gap {
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * How far the owner of a partition knows one of its topics. Invariant: every record below `position` was read or written
 * by this owner; `ahead` are the runs of its own records above, in order and apart from each other.
 *
 * What lies between is a record of somebody else, most likely of a worker that lost the partition and wrote late, or one of
 * its own whose answer was lost. The position stays below it, so the next catch-up reads it.
 */
export class TopicPositions {
  #position: bigint;
  readonly #ahead: { readonly from: bigint; to: bigint }[] = [];

  /** Everything below `read` has been read. */
  constructor(read: bigint) {
    this.#position = read;
  }

  /** This owner's record stands at this offset. */
  wrote(offset: bigint): void {
    if (offset < this.#position) return;
    let at = this.#ahead.length;
    while (at > 0 && (this.#ahead[at - 1]?.from ?? offset) > offset) at--;
    const before = this.#ahead[at - 1];
    if (before && before.to > offset) return;
    if (before && before.to === offset) before.to = offset + 1n;
    else this.#ahead.splice(at++, 0, { from: offset, to: offset + 1n });
    this.#joinNext(at - 1);
    this.#advance();
  }

  get position(): bigint {
    return this.#position;
  }

  /** The lowest offsets that this owner knows nothing of although it wrote above them: from the first up to the last, which it wrote. */
  get gap(): Gap | null {
    const next = this.#ahead[0];
    return next ? { from: this.#position, to: next.from } : null;
  }

  /** Everything below `offset` has been read. */
  readUpTo(offset: bigint): void {
    if (offset <= this.#position) return;
    this.#position = offset;
    while (this.#ahead[0] && this.#ahead[0].from <= this.#position) {
      const { to } = this.#ahead[0];
      if (to > this.#position) this.#position = to;
      this.#ahead.shift();
    }
  }

  #joinNext(at: number): void {
    const run = this.#ahead[at];
    const next = this.#ahead[at + 1];
    if (!run || !next || run.to !== next.from) return;
    run.to = next.to;
    this.#ahead.splice(at + 1, 1);
  }

  #advance(): void {
    const next = this.#ahead[0];
    if (next?.from === this.#position) this.readUpTo(next.to);
  }
}
