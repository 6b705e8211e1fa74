import type { Clock, Timer } from '@turnfleet/core';
import type { NewRecord } from '@turnfleet/turn-engine';
import { sizeOf } from '../records.ts';

/** A record on its way, and whoever waits for its offset. */
export interface Pending {
  readonly record: NewRecord;
  readonly bytes: number;
  /** Unix milliseconds of the `append`: the record's timestamp, the same in every request. */
  readonly at: number;
  landed(offset: bigint): void;
  failed(error: unknown): void;
}

/** Records of one partition, in the order of their `append`. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly pending: readonly Pending[];
}

/** How long a record waits for company. */
const lingerMs = 1;
/** A batch of one partition stays well below `max.message.bytes`, which limits batches, not records. */
const batchBytes = 512 * 1024;
const batchRecords = 1_000;

/**
 * Gathers the records of many lanes into few requests. Invariant: a partition has at most one batch under way, so a
 * record appended after another was acknowledged can never land before it.
 */
export class MicroBatcher {
  readonly #clock: Clock;
  readonly #send: (batch: PartitionBatch) => Promise<void>;
  readonly #waiting = new Map<string, Pending[]>();
  readonly #underWay = new Map<string, Promise<void>>();
  #timer: Timer | undefined;

  /** `send` settles every record of the batch and then resolves; batches handed over in one tick may share a request. */
  constructor(clock: Clock, send: (batch: PartitionBatch) => Promise<void>) {
    this.#clock = clock;
    this.#send = send;
  }

  append(record: NewRecord): Promise<bigint> {
    return new Promise((resolve, reject) => {
      const place = `${record.topic}/${record.partition}`;
      const pending = { record, bytes: sizeOf(record), at: this.#clock.now(), landed: resolve, failed: reject };
      const queue = this.#waiting.get(place);
      if (queue) queue.push(pending);
      else this.#waiting.set(place, [pending]);
      this.#timer ??= this.#clock.setTimer(lingerMs, () => this.#flush());
    });
  }

  /** Sends what waits, and resolves when nothing is under way. */
  async drain(): Promise<void> {
    this.#timer?.cancel();
    this.#flush();
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  #flush(): void {
    this.#timer = undefined;
    for (const place of [...this.#waiting.keys()]) this.#sendNext(place);
  }

  #sendNext(place: string): void {
    const queue = this.#waiting.get(place);
    const first = queue?.[0];
    if (!queue || !first || this.#underWay.has(place)) return;
    const pending = takeBatch(queue);
    if (queue.length === 0) this.#waiting.delete(place);
    const sent = this.#send({ topic: first.record.topic, partition: first.record.partition, pending });
    const done = sent.finally(() => {
      this.#underWay.delete(place);
      this.#sendNext(place);
    });
    this.#underWay.set(place, done);
  }
}

/** Takes from the front of the queue what fits into a batch, at least one record. */
function takeBatch(queue: Pending[]): Pending[] {
  let bytes = 0;
  let count = 0;
  for (const pending of queue) {
    bytes += pending.bytes;
    if (count > 0 && (bytes > batchBytes || count === batchRecords)) break;
    count++;
  }
  return queue.splice(0, count);
}
