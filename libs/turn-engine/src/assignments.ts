import type { Clock, TurnfleetError } from '@turnfleet/core';
import type { Capacity } from './capacity.ts';
import { claimPartition, heartbeatAfterRefusal } from './claim.ts';
import { claimedAnew } from './interruptions.ts';
import type { TurnEngineOptions } from './options.ts';
import { Partition } from './partition.ts';
import type { AssignedPartition, LogRecord, Membership } from './turn-log.ts';

/**
 * The partitions of this worker. Invariant: there is one `Partition` per assignment, and a new one whenever somebody else
 * may have had the partition in between; a partition is fetched if and only if it is claimed, there is room for it, and
 * the worker takes records at all.
 */
export class Assignments<O> {
  readonly #options: TurnEngineOptions<O>;
  readonly #clock: Clock;
  readonly #capacity: Capacity;
  /** Work may have become possible. */
  readonly #ready: () => void;
  readonly #partitions = new Map<number, Partition<O>>();
  readonly #paused = new Map<number, boolean>();
  /** What `all` gives, until a partition comes or goes. */
  #all: readonly Partition<O>[] | null = null;
  #membership: Membership | null = null;
  #closed = false;

  constructor(options: TurnEngineOptions<O>, capacity: Capacity, ready: () => void) {
    this.#options = options;
    this.#clock = options.clock;
    this.#capacity = capacity;
    this.#ready = ready;
  }

  /** All partitions, claimed or not. */
  get all(): readonly Partition<O>[] {
    return (this.#all ??= [...this.#partitions.values()]);
  }

  /** The log may tell of assignments before its `join` has returned; pausing begins with this. */
  joined(membership: Membership): void {
    this.#membership = membership;
    this.reconcile();
  }

  assigned(assignment: readonly AssignedPartition[]): void {
    const named = new Set(assignment.map(({ partition }) => partition));
    for (const partition of this.all) if (!named.has(partition.number)) this.#lose(partition);
    this.#paused.clear();
    for (const { partition: number, start, kept } of assignment) {
      const partition = this.#partitions.get(number);
      if (partition && kept && isPlausible(start, partition)) partition.frontier.restartAt(start);
      else this.#add(number, start);
    }
    this.reconcile();
  }

  revoked(numbers: readonly number[]): void {
    for (const number of numbers) {
      const partition = this.#partitions.get(number);
      if (partition) this.#lose(partition);
    }
  }

  deliver(number: number, records: readonly LogRecord[]): void {
    const partition = this.#partitions.get(number);
    if (!partition || this.#closed) return;
    for (const record of records) partition.accept(record, this.#options.laneOf(record), this.#clock.monotonic());
    this.reconcile();
    this.#ready();
  }

  /** The group refused a commit: whatever the worker believes, this partition is somebody else's. */
  fenced(partition: Partition<O>): void {
    if (this.#partitions.get(partition.number) === partition) this.#lose(partition);
  }

  /**
   * The store refused `refused`. Runs that learn of it late find the partition claimed anew, or being claimed: it is when
   * the runs begun under the refused epoch have `ended`, as what they still append must not come after it.
   */
  reclaim(partition: Partition<O>, refused: O, ended: () => Promise<unknown>): void {
    if (partition.lost || partition.ownership !== refused) return;
    partition.ownership = null;
    partition.refusals++;
    partition.abortRunning(claimedAnew(partition.number));
    this.reconcile();
    void ended()
      .then(() => heartbeatAfterRefusal(this.#clock, partition, () => this.sinceHeartbeatMs()))
      .then(() => this.#claim(partition));
  }

  /** Milliseconds since the group last confirmed this worker; endless before it has joined. */
  sinceHeartbeatMs(): number {
    return this.#membership?.sinceHeartbeatMs() ?? Number.POSITIVE_INFINITY;
  }

  /** Makes the log fetch what should be fetched, and nothing else. */
  reconcile(): void {
    if (!this.#membership) return;
    for (const partition of this.#partitions.values()) {
      const { number, ownership } = partition;
      const paused = this.#paused.get(number);
      const pause = this.#closed || ownership === null || this.#hasEnough(partition, paused);
      if (paused === pause) continue;
      this.#paused.set(number, pause);
      if (pause) this.#membership.pause(number);
      else this.#membership.resume(number);
    }
  }

  /** Nothing more is taken. */
  close(): void {
    this.#closed = true;
    this.reconcile();
  }

  abortRunning(reason: TurnfleetError): void {
    for (const partition of this.#partitions.values()) partition.abortRunning(reason);
  }

  /** Ends every assignment. */
  dropAll(): void {
    this.#closed = true;
    for (const partition of this.all) partition.lose();
    this.#partitions.clear();
    this.#all = null;
  }

  #add(number: number, start: bigint): void {
    const former = this.#partitions.get(number);
    if (former) this.#lose(former);
    const partition = new Partition<O>(
      number,
      start,
      this.#capacity,
      this.#options.coalesceMs ?? 0,
      this.#clock.monotonic(),
    );
    this.#partitions.set(number, partition);
    this.#all = null;
    if (!this.#closed) void this.#claim(partition);
  }

  #lose(partition: Partition<O>): void {
    this.#partitions.delete(partition.number);
    this.#all = null;
    this.#paused.delete(partition.number);
    const running = [...partition.entries].filter(({ state }) => state === 'running').length;
    partition.lose();
    this.#options.events?.lost?.(partition.number, running);
    // Its records no longer take up room, so others may.
    this.reconcile();
    this.#ready();
  }

  #hasEnough({ held }: Partition<O>, paused = false): boolean {
    return this.#capacity.hasEnough(held, this.#partitions.size, paused);
  }

  async #claim(partition: Partition<O>): Promise<void> {
    if (!(await claimPartition(this.#options, partition, () => this.sinceHeartbeatMs()))) return;
    this.reconcile();
    this.#ready();
  }
}

/**
 * Whether a partition can have been kept. A start beyond what is done here was committed by somebody else; one below what
 * the group took from here means that the log was reset.
 */
function isPlausible(start: bigint, { frontier }: Partition<unknown>): boolean {
  return start >= frontier.committed && start <= frontier.committable;
}
