import type { AssignedPartition, GroupMember, LogRecord } from '@turnfleet/turn-engine';
import type { Watch } from './watch.ts';

/**
 * A group member that writes down what it is told, and every breach of the port's rules in `breaches`: overlapping
 * calls, deliveries of partitions it does not own or before `assigned` has ended, partitions that vanish untold.
 */
export class RecordingMember implements GroupMember {
  readonly breaches: string[] = [];
  readonly revocations: number[] = [];
  readonly records: LogRecord[] = [];
  owned: ReadonlyMap<number, AssignedPartition> = new Map();
  readonly #watch: Watch;
  readonly #whenAssigned: () => Promise<void>;
  #told = '';

  /** `whenAssigned` is awaited inside each `assigned`. */
  constructor(watch: Watch, whenAssigned: () => Promise<void> = () => Promise.resolve()) {
    this.#watch = watch;
    this.#whenAssigned = whenAssigned;
  }

  async assigned(partitions: readonly AssignedPartition[]): Promise<void> {
    await this.#alone('assigned', async () => {
      const next = new Map(partitions.map((one) => [one.partition, one]));
      for (const partition of this.owned.keys())
        if (!next.has(partition)) this.breaches.push(`partition ${partition} went away without being revoked`);
      for (const { partition, kept } of partitions)
        if (kept !== this.owned.has(partition))
          this.breaches.push(`partition ${partition} was named with kept: ${kept}`);
      await this.#whenAssigned();
      this.owned = next;
    });
  }

  async revoked(partitions: readonly number[]): Promise<void> {
    await this.#alone('revoked', async () => {
      this.revocations.push(...partitions);
      this.owned = new Map([...this.owned].filter(([partition]) => !partitions.includes(partition)));
    });
  }

  deliver(partition: number, records: readonly LogRecord[]): void {
    if (this.#told) this.breaches.push(`delivered while ${this.#told} was running`);
    if (!this.owned.has(partition)) this.breaches.push(`delivered partition ${partition}, which is not owned`);
    if (records.some((record) => record.partition !== partition)) this.breaches.push('delivered a foreign record');
    if (records.some((record, i) => i > 0 && record.offset <= (records[i - 1]?.offset ?? -1n)))
      this.breaches.push(`partition ${partition} was delivered out of order`);
    this.records.push(...records);
    this.#watch.changed();
  }

  /** Offsets delivered of one partition, in order of delivery. */
  offsets(partition: number): bigint[] {
    return this.records.filter((record) => record.partition === partition).map((record) => record.offset);
  }

  async #alone(call: string, body: () => Promise<void>): Promise<void> {
    if (this.#told) this.breaches.push(`${call} was called while ${this.#told} was running`);
    this.#told = call;
    await body();
    this.#told = '';
    this.#watch.changed();
  }
}
