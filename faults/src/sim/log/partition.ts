import type { LogRecord, NewRecord } from '@turnfleet/turn-engine';

/**
 * The records of one partition as its leader has them. Invariant: records stand in offset order below `end`; an offset is
 * given again only after a truncation.
 */
export class Partition {
  #records: LogRecord[] = [];
  /** What retention has taken. */
  readonly expired: LogRecord[] = [];
  #end = 0n;
  /** The first offset of the oldest transaction that is open: nothing from there on is read by those who read what is committed. */
  #held: bigint | null = null;
  #holds = 0;

  get end(): bigint {
    return this.#end;
  }

  /** The lowest offset held, `end` if nothing is. */
  get oldest(): bigint {
    return this.#records[0]?.offset ?? this.#end;
  }

  get all(): readonly LogRecord[] {
    return this.#records;
  }

  /** Where those who read what is committed come to the end. */
  get readable(): bigint {
    return this.#held ?? this.#end;
  }

  /** A transaction begins here. */
  hold(): void {
    this.#holds++;
    this.#held ??= this.#end;
  }

  /** It ends; of several, all have to. What it wrote is nothing to anybody, but takes an offset. */
  letGo(): void {
    if (this.#holds === 0) return;
    this.#end++;
    if (--this.#holds === 0) this.#held = null;
  }

  /** Takes what is older, segment by segment, never the one that is written to. */
  expire(before: number, segmentMs: number): void {
    const segmentOf = (record: LogRecord | undefined): number => Math.floor((record?.timestamp ?? 0) / segmentMs);
    const active = segmentOf(this.#records.at(-1));
    const newest = new Map(this.#records.map((record) => [segmentOf(record), record.timestamp]));
    const stays = (segment: number): boolean => segment === active || (newest.get(segment) ?? 0) >= before;
    const kept = this.#records.findIndex((record) => stays(segmentOf(record)));
    if (kept > 0) this.expired.push(...this.#records.splice(0, kept));
  }

  append(record: NewRecord, timestamp: number): LogRecord {
    const appended = copyOf({ ...record, offset: this.#end++, timestamp });
    this.#records.push(appended);
    return appended;
  }

  /** At most `count` records from `from` on. */
  slice(from: bigint, count: number): LogRecord[] {
    const first = this.#indexOf(from);
    return this.#records.slice(first, first + count).map(copyOf);
  }

  /** Takes off everything from `from` on and gives it back: what an unclean election loses. */
  truncate(from: bigint): LogRecord[] {
    const lost = this.#records.splice(this.#indexOf(from));
    this.#end = lost[0]?.offset ?? this.#end;
    return lost;
  }

  /** Of what was written before `before` (Unix milliseconds), only the last record of each key stays. */
  compact(before: number): number {
    const lastOf = new Map<string, bigint>();
    const keyOf = ({ key }: LogRecord): string | null => key && Buffer.from(key).toString('latin1');
    for (const record of this.#records) {
      const key = keyOf(record);
      if (key !== null && record.timestamp < before) lastOf.set(key, record.offset);
    }
    const held = this.#records.length;
    this.#records = this.#records.filter((record) => {
      const key = keyOf(record);
      return key === null || record.timestamp >= before || lastOf.get(key) === record.offset;
    });
    return held - this.#records.length;
  }

  #indexOf(offset: bigint): number {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#records[middle]?.offset ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Nobody shares a record or its bytes with the log. They are copied into Node's pool, which costs less than memory of their own. */
function copyOf({ topic, partition, offset, key, value, headers, timestamp }: LogRecord): LogRecord {
  return {
    topic,
    partition,
    offset,
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    headers,
    timestamp,
  };
}
