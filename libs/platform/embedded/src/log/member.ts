import { type TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { GroupMember } from '@turnfleet/turn-engine';
import type { MemoryTopic } from './memory-topic.ts';

/** Partition → the epoch under which the group gave it to the member. */
type Assignment = ReadonlyMap<number, number>;

const recordsPerDelivery = 100;
const bytesPerDelivery = 256 * 1024;

/**
 * Tells one member what the group decided and feeds it. Invariant: its calls never overlap; nothing is delivered while
 * an assignment waits to be told; of a partition the next record delivered is at or above `positions`.
 */
export class Member {
  readonly ended: Promise<void>;
  readonly #topic: MemoryTopic;
  readonly #handler: GroupMember;
  readonly #startOf: (partition: number) => bigint;
  readonly #failed: (member: Member) => void;
  readonly #end = Promise.withResolvers<void>();
  readonly #paused = new Set<number>();
  readonly #positions = new Map<number, bigint>();
  #told: Assignment = new Map();
  #wanted: Assignment | null = null;
  #telling = Promise.resolve();
  #woken = false;
  #stopped = false;

  constructor(
    topic: MemoryTopic,
    handler: GroupMember,
    startOf: (partition: number) => bigint,
    failed: (member: Member) => void,
  ) {
    this.#topic = topic;
    this.#handler = handler;
    this.#startOf = startOf;
    this.#failed = failed;
    this.ended = this.#end.promise;
    // Whoever joined may look at `ended` late or never.
    this.ended.catch(() => {});
  }

  /** The partitions it knows to be its own. */
  get told(): Assignment {
    return this.#told;
  }

  /** Stops delivery at once and tells the member, after what it is being told now, what it owns instead. */
  reassign(wanted: Assignment): void {
    const idle = this.#wanted === null;
    this.#wanted = wanted;
    if (idle) this.#telling = this.#telling.then(() => this.#tell());
  }

  pause(partition: number): void {
    this.#paused.add(partition);
  }

  resume(partition: number): void {
    this.#paused.delete(partition);
    this.wake();
  }

  /** Looks for records to deliver, later: never within the call. */
  wake(): void {
    if (this.#woken || this.#stopped) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      this.#deliver();
    });
  }

  /** Nothing is told or delivered afterwards; waits for a call that is running. */
  async stop(reason?: TurnfleetError): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    if (reason) this.#end.reject(reason);
    else {
      await this.#telling;
      this.#end.resolve();
    }
  }

  async #tell(): Promise<void> {
    try {
      for (let wanted = this.#wanted; wanted && !this.#stopped; wanted = this.#wanted) {
        await this.#tellOf(wanted);
        if (this.#wanted === wanted) break;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#wanted = null;
      this.wake();
    }
  }

  async #tellOf(wanted: Assignment): Promise<void> {
    const before = this.#told;
    const kept = (partition: number): boolean => before.get(partition) === wanted.get(partition);
    const lost = [...before.keys()].filter((partition) => !kept(partition));
    this.#told = new Map([...before].filter(([partition]) => kept(partition)));
    if (lost.length > 0) await this.#handler.revoked(lost);
    this.#told = wanted;
    this.#positions.clear();
    for (const partition of wanted.keys()) this.#positions.set(partition, this.#startOf(partition));
    const starts = [...this.#positions].map(([partition, start]) => ({ partition, start, kept: kept(partition) }));
    await this.#handler.assigned(starts);
  }

  #deliver(): void {
    if (this.#wanted) return;
    for (const [partition, position] of this.#positions) {
      if (this.#stopped || this.#paused.has(partition)) continue;
      const records = this.#topic.partition(partition).slice(position, recordsPerDelivery, bytesPerDelivery);
      const last = records.at(-1);
      if (!last) continue;
      this.#positions.set(partition, last.offset + 1n);
      this.wake();
      try {
        this.#handler.deliver(partition, records);
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#end.reject(toTurnfleetError(error));
    this.#failed(this);
  }
}
