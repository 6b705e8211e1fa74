import { TurnfleetError } from '@turnfleet/core';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';

export type LogReader = Pick<TurnLog, 'read'>;

/** Records that are kept between the readings of a range; a longer range is read from the log again. */
const keptBytes = 4 * 2 ** 20;

/**
 * The records of one partition from an offset on, to be read several times. Invariant: after the first reading, every other
 * one ends where that one ended.
 */
export class RecordRange {
  readonly #log: LogReader;
  readonly #topic: string;
  readonly #partition: number;
  readonly #from: bigint;
  readonly #signal: AbortSignal;
  #end: bigint | null = null;
  #kept: LogRecord[] | null = [];
  #keptBytes = 0;

  constructor(log: LogReader, topic: string, partition: number, from: bigint, signal: AbortSignal) {
    this.#log = log;
    this.#topic = topic;
    this.#partition = partition;
    this.#from = from;
    this.#signal = signal;
  }

  /** Just after the last record read, or where the range begins. */
  get end(): bigint {
    return this.#end ?? this.#from;
  }

  /** The offsets from the beginning to the end; some of them may have no record. */
  get length(): bigint {
    return this.end - this.#from;
  }

  /** Fails with the signal's reason once that aborts. */
  read(): AsyncIterable<LogRecord> {
    return this.#end === null ? this.#first() : this.#again();
  }

  /** The record at an offset; null if the log has it no more. */
  async at(offset: bigint): Promise<LogRecord | null> {
    for await (const record of this.#log.read(this.#topic, this.#partition, offset)) {
      return record.offset === offset ? record : null;
    }
    return null;
  }

  async *#first(): AsyncGenerator<LogRecord> {
    let end = this.#from;
    for await (const record of this.#log.read(this.#topic, this.#partition, this.#from)) {
      this.#signal.throwIfAborted();
      this.#keep(record);
      end = record.offset + 1n;
      yield record;
    }
    this.#end = end;
  }

  async *#again(): AsyncGenerator<LogRecord> {
    const records = this.#kept ?? this.#log.read(this.#topic, this.#partition, this.#from);
    for await (const record of records) {
      this.#signal.throwIfAborted();
      if (record.offset >= this.end) return;
      yield record;
    }
  }

  #keep(record: LogRecord): void {
    this.#keptBytes += record.value?.length ?? 0;
    if (this.#keptBytes > keptBytes) this.#kept = null;
    this.#kept?.push(record);
  }
}

/** A record that was there on the first reading is gone. */
export const compacted = (topic: string): TurnfleetError =>
  new TurnfleetError('overloaded', `Records of ${topic} were deleted while they were read.`, {
    suggestion: 'It is read again by itself; nothing is lost.',
    retryAfterMs: 500,
  });
