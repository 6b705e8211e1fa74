import { recordSize } from '@turnfleet/contract/events';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { type NewRecord, recordTooLarge } from '@turnfleet/turn-engine';
import { PartitionLog, sizeOf } from './partition-log.ts';

/**
 * Which records may be dropped to make room: those that every group has committed and at least one has
 * (`until_committed`, a work queue), the oldest ones that no group still needs (`newest`), or only those that a later
 * record of the same key supersedes (`latest_per_key`).
 */
export type Retention = 'until_committed' | 'newest' | 'latest_per_key';

export interface TopicSettings {
  readonly partitions: number;
  readonly keep: Retention;
  /** Bytes all partitions may hold together; default 64 MiB. */
  readonly maxBytes?: number;
  /** Bytes a record may take, as `recordSize` counts; default 1 MiB. */
  readonly maxRecordBytes?: number;
}

/** Of a group that reads the topic: everything below this offset of a partition is done. */
type CommittedOffset = (partition: number) => bigint;

/**
 * The partitions of one topic. Invariant: they hold no more than `maxBytes` (one record may always be taken), and nothing
 * was dropped that somebody still needs; an append that would break either is refused with `overloaded`. A record larger
 * than `maxRecordBytes` is refused for good.
 */
export class MemoryTopic {
  readonly name: string;
  readonly partitions: readonly PartitionLog[];
  /** Bytes a record may take. A spec may change it, as an operator of a real log can. */
  maxRecordBytes: number;
  readonly #keep: Retention;
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #readers = new Set<{ readonly committed: CommittedOffset; readonly appended: () => void }>();

  constructor(
    name: string,
    { partitions, keep, maxBytes = 64 * 2 ** 20, maxRecordBytes = 2 ** 20 }: TopicSettings,
    clock: Clock,
  ) {
    this.name = name;
    this.partitions = Array.from({ length: partitions }, () => new PartitionLog(keep === 'latest_per_key'));
    this.#keep = keep;
    this.#maxBytes = maxBytes;
    this.maxRecordBytes = maxRecordBytes;
    this.#clock = clock;
  }

  /** Registers a group: what it has not committed is kept for it, and it hears of every append. */
  addReader(committed: CommittedOffset, appended: () => void): void {
    this.#readers.add({ committed, appended });
  }

  /** Calls `appended` after each append, keeping nothing for whoever listens; returns what ends that. */
  addListener(appended: () => void): () => void {
    this.#listeners.add(appended);
    return () => void this.#listeners.delete(appended);
  }

  partition(partition: number): PartitionLog {
    const log = this.partitions[partition];
    if (log) return log;
    const name = `${this.name}/${partition}`;
    throw new TurnfleetError('not_found', `Topic ${this.name} has no partition ${partition}.`, {
      suggestion: `Use a partition from 0 to ${this.partitions.length - 1}.`,
      resource: { type: 'partition', name },
    });
  }

  append(record: NewRecord): bigint {
    const log = this.partition(record.partition);
    if (recordSize(record) > this.maxRecordBytes) throw recordTooLarge(record);
    this.#makeRoomFor(sizeOf(record));
    const offset = log.append(record, this.#clock.now());
    for (const { appended } of this.#readers) appended();
    for (const appended of this.#listeners) appended();
    return offset;
  }

  #makeRoomFor(bytes: number): void {
    const taken = this.#bytes();
    if (taken === 0 || taken + bytes <= this.#maxBytes) return;
    // A sixteenth at a time, so that not every append at the limit has to look for something to drop.
    let missing = taken + bytes - this.#maxBytes + this.#maxBytes / 16;
    for (const [partition, log] of this.partitions.entries())
      if (missing > 0) missing -= log.dropOldest(missing, this.#droppableBelow(partition));
    if (this.#bytes() === 0 || this.#bytes() + bytes <= this.#maxBytes) return;
    throw new TurnfleetError(
      'overloaded',
      `Topic ${this.name} of the embedded log is full (${this.#maxBytes} bytes) and nothing in it may be dropped yet.`,
      { suggestion: 'Wait until the records waiting in it are processed, or use a real Kafka.', retryAfterMs: 1_000 },
    );
  }

  #droppableBelow(partition: number): bigint {
    const committed = [...this.#readers].map((reader) => reader.committed(partition));
    if (committed.length === 0) return this.#keep === 'newest' ? this.partition(partition).end : 0n;
    return committed.reduce((lowest, offset) => (offset < lowest ? offset : lowest));
  }

  #bytes(): number {
    return this.partitions.reduce((bytes, log) => bytes + log.bytes, 0);
  }
}
