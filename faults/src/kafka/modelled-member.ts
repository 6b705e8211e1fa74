import { RecordingMember } from '@turnfleet/testing/recording-member';
import type { Watch } from '@turnfleet/testing/watch';
import type { AssignedPartition, LogRecord } from '@turnfleet/turn-engine';

/** What the group is known to have: what a commit was acknowledged with, by partition. */
export class Committed {
  readonly #next = new Map<number, bigint>();

  of(partition: number): bigint {
    return this.#next.get(partition) ?? 0n;
  }

  acknowledged(offsets: ReadonlyMap<number, bigint>): void {
    for (const [partition, next] of offsets) if (next > this.of(partition)) this.#next.set(partition, next);
  }
}

/**
 * A member that compares what it is told with what a log of records without gaps has to tell: an assignment begins where the
 * group stands, not before, and from there each offset comes once.
 */
export class ModelledMember extends RecordingMember {
  readonly #committed: Committed;
  readonly #next = new Map<number, bigint>();

  constructor(watch: Watch, committed: Committed) {
    super(watch);
    this.#committed = committed;
  }

  /** Up to where it has been given a partition that it owns. */
  get done(): ReadonlyMap<number, bigint> {
    return new Map([...this.#next].filter(([partition]) => this.owned.has(partition)));
  }

  override async assigned(partitions: readonly AssignedPartition[]): Promise<void> {
    for (const { partition, start } of partitions) {
      const least = this.#committed.of(partition);
      if (start < least) this.breaches.push(`partition ${partition} began at ${start}, committed was ${least}`);
      this.#next.set(partition, start);
    }
    await super.assigned(partitions);
  }

  override deliver(partition: number, records: readonly LogRecord[]): void {
    for (const { offset } of records) {
      const next = this.#next.get(partition);
      if (offset !== next) this.breaches.push(`partition ${partition}: ${offset} was delivered, ${next} is next`);
      this.#next.set(partition, offset + 1n);
    }
    super.deliver(partition, records);
  }
}
