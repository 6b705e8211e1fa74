import type { Clock, TurnfleetError } from '@turnfleet/core';
import type { Capacity } from './capacity.ts';
import { claimPartition, heartbeatAfterRefusal } from './claim.ts';
import { FairShare } from './fair-share.ts';
import { Fetching } from './fetching.ts';
import { claimedAnew } from './interruptions.ts';
import type { TurnEngineOptions } from './options.ts';
import { Partition } from './partition.ts';
import type { AssignedPartition, LogRecord, Membership } from './turn-log.ts';

/**
 * The partitions of this worker. Invariant: there is one `Partition` per assignment, and a new one whenever somebody else
 * may have had the partition in between.
 */
export class Assignments<O> {
  readonly #options: TurnEngineOptions<O>;
  readonly #clock: Clock;
  readonly #capacity: Capacity;
  /** Work may have become possible. */
  readonly #ready: () => void;
  readonly #partitions = new Map<number, Partition<O>>();
  readonly #share = new FairShare();
  readonly #fetching: Fetching;
  /** What `all` gives, until a partition comes or goes. */
  #all: readonly Partition<O>[] | null = null;

  constructor(options: TurnEngineOptions<O>, capacity: Capacity, ready: () => void) {
    this.#options = options;
    this.#clock = options.clock;
    this.#capacity = capacity;
    this.#fetching = new Fetching(capacity);
    this.#ready = ready;
  }

  /** All partitions, claimed or not. */
  get all(): readonly Partition<O>[] {
    return (this.#all ??= [...this.#partitions.values()]);
  }

  /** The log may tell of assignments before its `join` has returned; pausing begins with this. */
  joined(membership: Membership): void {
    this.#fetching.joined(membership);
    this.reconcile();
  }

  assigned(assignment: readonly AssignedPartition[]): void {
    const named = new Set(assignment.map(({ partition }) => partition));
    for (const partition of this.all) if (!named.has(partition.number)) this.#lose(partition);
    this.#fetching.assigned();
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
    if (!partition || this.#fetching.closed) return;
    for (const record of records) partition.accept(record, this.#options.laneOf(record), this.#clock.monotonic());
    this.reconcile();
    this.#ready();
  }

  passed(number: number, next: bigint): void {
    if (!this.#fetching.closed) this.#partitions.get(number)?.frontier.pass(next);
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
    partition.unclaimedSince = this.#clock.monotonic();
    partition.claimMovedAt = partition.unclaimedSince;
    partition.refusals++;
    partition.abortRunning(claimedAnew(partition.number));
    this.reconcile();
    void ended()
      .then(() => heartbeatAfterRefusal(this.#clock, partition, () => this.sinceHeartbeatMs()))
      .then(() => this.#claim(partition));
  }

  /** Milliseconds since the group last confirmed this worker; endless before it has joined. */
  sinceHeartbeatMs(): number {
    return this.#fetching.sinceHeartbeatMs();
  }

  /** Makes the log fetch what should be fetched, and nothing else. */
  reconcile(): void {
    this.#fetching.reconcile(this.all);
  }

  /** Nothing more is taken. */
  close(): void {
    this.#fetching.close();
    this.reconcile();
  }

  abortRunning(reason: TurnfleetError): void {
    for (const partition of this.#partitions.values()) partition.abortRunning(reason);
  }

  /** Ends every assignment. */
  dropAll(): void {
    this.#fetching.close();
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
      this.#share,
      this.#options.coalesceMs ?? 0,
      this.#clock.monotonic(),
    );
    this.#partitions.set(number, partition);
    this.#all = null;
    if (!this.#fetching.closed) void this.#claim(partition);
  }

  #lose(partition: Partition<O>): void {
    this.#partitions.delete(partition.number);
    this.#all = null;
    this.#fetching.lost(partition.number);
    const running = [...partition.entries].filter(({ state }) => state === 'running').length;
    partition.lose();
    this.#options.events?.lost?.(partition.number, running);
    // Its records no longer take up room, so others may.
    this.reconcile();
    this.#ready();
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
