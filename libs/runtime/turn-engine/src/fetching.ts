import type { Capacity } from './capacity.ts';
import type { Partition } from './partition.ts';
import type { Membership } from './turn-log.ts';

/**
 * What the log is asked to fetch. Invariant: a partition is fetched if and only if it is claimed, there is room for it,
 * and the worker takes records at all.
 */
export class Fetching {
  readonly #capacity: Capacity;
  readonly #paused = new Map<number, boolean>();
  #membership: Membership | null = null;
  #closed = false;

  constructor(capacity: Capacity) {
    this.#capacity = capacity;
  }

  /** The log may tell of assignments before its `join` has returned; pausing begins with this. */
  joined(membership: Membership): void {
    this.#membership = membership;
  }

  /** Milliseconds since the group last confirmed this worker; endless before it has joined. */
  sinceHeartbeatMs(): number {
    return this.#membership?.sinceHeartbeatMs() ?? Number.POSITIVE_INFINITY;
  }

  /** Nothing more is taken. */
  close(): void {
    this.#closed = true;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** After an assignment the log knows nothing of pauses from before. */
  assigned(): void {
    this.#paused.clear();
  }

  lost(number: number): void {
    this.#paused.delete(number);
  }

  /** Makes the log fetch what should be fetched, and nothing else. */
  reconcile(partitions: readonly Partition<unknown>[]): void {
    if (!this.#membership) return;
    for (const { number, ownership, taken } of partitions) {
      const paused = this.#paused.get(number);
      const enough = this.#capacity.hasEnough(taken, partitions.length, paused ?? false);
      const pause = this.#closed || ownership === null || enough;
      if (paused === pause) continue;
      this.#paused.set(number, pause);
      if (pause) this.#membership.pause(number);
      else this.#membership.resume(number);
    }
  }
}
