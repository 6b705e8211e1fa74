import type { Logger } from '@turnfleet/core';
import type { GroupMember } from '@turnfleet/turn-engine';
import type { FetchedBatch, GroupSession } from './group-session.ts';
import { Holdings, type Stay } from './holdings.ts';
import type { Bounds } from './offsets.ts';
import { toRecord } from './records.ts';

export interface AssignmentParts {
  readonly topic: string;
  readonly member: GroupMember;
  readonly logger: Logger;
  readonly committed: (partitions: readonly number[]) => Promise<ReadonlyMap<number, bigint>>;
  readonly bounds: (partitions: readonly number[]) => Promise<ReadonlyMap<number, Bounds>>;
  /** The member cannot be kept informed. */
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps the member informed of what its group gave it. Rebalances come when they like, the member's calls take their
 * time and must not overlap: so one loop tells it the difference between what it was told and what holds now, until
 * there is none. Invariant: records are delivered only of stays that the member was told of, in the order of the log.
 */
export class Assignments {
  readonly #parts: AssignmentParts;
  readonly #holdings = new Holdings();
  readonly #told = new Map<number, Stay>();
  #session: GroupSession | undefined;
  #changes = 0;
  #changed = Promise.withResolvers<void>();
  #informing = false;
  #closed = false;

  constructor(parts: AssignmentParts) {
    this.#parts = parts;
  }

  /** A rebalance ended. */
  joined(generation: number, partitions: readonly number[], session: GroupSession): void {
    this.#session = session;
    this.#holdings.joined(generation, partitions);
    this.#change();
  }

  /** The group has gone on without this member. */
  lost(): void {
    this.#session = undefined;
    this.#holdings.lost();
    this.#change();
  }

  /** Delivers nothing more and tells nothing more. */
  close(): void {
    this.#closed = true;
    this.lost();
  }

  /** Resolves at the next rebalance or loss. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  get generation(): number | null {
    return this.#holdings.generation;
  }

  /** The stay of a partition that the member was told of. */
  stayOf(partition: number): Stay | undefined {
    const stay = this.#told.get(partition);
    return stay && this.#holdings.holds(stay) ? stay : undefined;
  }

  holds(stay: Stay): boolean {
    return this.#holdings.holds(stay);
  }

  all(): Stay[] {
    return this.#holdings.all();
  }

  /** kafkajs keeps what was paused over a rebalance, so the stay remembers and each activation starts from it. */
  setPaused(partition: number, paused: boolean): void {
    const stay = this.#holdings.get(partition);
    if (!stay || stay.paused === paused) return;
    stay.paused = paused;
    stay.activity++;
    if (!stay.live) return;
    if (paused) this.#session?.pause(partition);
    else this.#session?.resume(partition);
  }

  fetched({ partition, from, next, messages }: FetchedBatch): boolean {
    const stay = this.#holdings.get(partition);
    if (!stay?.live || stay.paused) return false;
    if (from !== stay.next) {
      void this.#realign(stay).catch(this.#parts.failed);
      return false;
    }
    stay.next = next;
    stay.activity++;
    const { topic, member } = this.#parts;
    member.deliver(
      partition,
      messages.map((message) => toRecord(topic, partition, message)),
    );
    return true;
  }

  skipped(partition: number, next: bigint): void {
    const stay = this.#holdings.get(partition);
    if (!stay?.live || stay.next === null || next <= stay.next) return;
    stay.next = next;
    stay.activity++;
  }

  #change(): void {
    this.#changes++;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (this.#informing || this.#closed) return;
    this.#informing = true;
    void this.#inform().catch((error: unknown) => {
      this.#informing = false;
      this.#parts.failed(error);
    });
  }

  async #inform(): Promise<void> {
    for (let seen = -1; seen !== this.#changes && !this.#closed; ) {
      seen = this.#changes;
      await this.#tellLosses();
      if (seen === this.#changes && this.#holdings.generation !== null) await this.#tellAssignment(seen);
    }
    this.#informing = false;
  }

  async #tellLosses(): Promise<void> {
    const gone = [...this.#told.values()].filter((stay) => !this.#holdings.holds(stay));
    if (gone.length === 0) return;
    for (const { partition } of gone) this.#told.delete(partition);
    await this.#parts.member.revoked(gone.map(({ partition }) => partition));
  }

  async #tellAssignment(seen: number): Promise<void> {
    const stays = this.#holdings.all();
    const starts = await this.#startsOf(stays);
    if (seen !== this.#changes) return;
    const named = stays.map((stay) => {
      const { partition } = stay;
      const start = starts.get(partition) ?? 0n;
      stay.next = start;
      return { partition, start, kept: this.#told.has(partition) };
    });
    for (const stay of stays) this.#told.set(stay.partition, stay);
    await this.#parts.member.assigned(named);
    if (seen === this.#changes) for (const stay of stays) this.#activate(stay);
  }

  /** From the group's committed offset, else the oldest; an offset that the log does not have counts as none. */
  async #startsOf(stays: readonly Stay[]): Promise<ReadonlyMap<number, bigint>> {
    if (stays.length === 0) return new Map();
    const partitions = stays.map(({ partition }) => partition);
    const [committed, bounds] = await Promise.all([this.#parts.committed(partitions), this.#parts.bounds(partitions)]);
    return new Map([...bounds].map(([partition, held]) => [partition, withinLog(committed.get(partition), held)]));
  }

  /** A rebalance resets kafkajs' positions; the member was told `start`, and delivery begins there. */
  #activate(stay: Stay): void {
    stay.live = true;
    stay.activity++;
    this.#session?.seek(stay.partition, stay.next ?? 0n);
    if (!stay.paused) this.#session?.resume(stay.partition);
  }

  /** kafkajs fetched from elsewhere: the log no longer has the position (retention, or truncation), or it lost it. */
  async #realign(stay: Stay): Promise<void> {
    const { partition, next } = stay;
    const seen = this.#changes;
    stay.live = false;
    this.#session?.pause(partition);
    const held = (await this.#parts.bounds([partition])).get(partition);
    if (seen !== this.#changes || !held) return;
    stay.next = withinLog(next ?? undefined, held);
    this.#parts.logger.warn(
      { topic: this.#parts.topic, partition, expected: String(next), from: String(stay.next) },
      'Kafka lost the place in a partition; delivery goes on from the nearest record it still has.',
    );
    this.#activate(stay);
  }
}

function withinLog(offset: bigint | undefined, { oldest, end }: Bounds): bigint {
  return offset === undefined || offset < oldest || offset > end ? oldest : offset;
}
