import { headersSize, headerValues } from '@turnfleet/contract/events';
import type { LogRecord, NewRecord } from '@turnfleet/turn-engine';

/**
 * The records of one partition. Invariant: entries stand in offset order below `end`; an offset is never given twice;
 * of a compacted partition only the last record of each key is held, records without a key stay.
 */
export class PartitionLog {
  #entries: { readonly offset: bigint; record: LogRecord | null }[] = [];
  #gone = 0;
  #bytes = 0;
  #end = 0n;
  readonly #latest: Map<string, { readonly offset: bigint; record: LogRecord | null }> | null;

  constructor(compacted: boolean) {
    this.#latest = compacted ? new Map() : null;
  }

  /** The offset the next record will have. */
  get end(): bigint {
    return this.#end;
  }

  /** The lowest offset held, `end` if nothing is. */
  get oldest(): bigint {
    return this.#entries.find(({ record }) => record !== null)?.offset ?? this.#end;
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(record: NewRecord, timestamp: number): bigint {
    const offset = this.#end++;
    const entry = { offset, record: copyOf({ ...record, offset, timestamp }) };
    this.#entries.push(entry);
    this.#bytes += sizeOf(record);
    if (this.#latest && record.key) {
      const key = Buffer.from(record.key).toString('latin1');
      const superseded = this.#latest.get(key);
      this.#latest.set(key, entry);
      if (superseded) this.#drop(superseded);
    }
    return offset;
  }

  /** Copies of what is held from `from` on, in order: at most `records`, and no more than `bytes` but at least one. */
  slice(from: bigint, records: number, bytes: number): LogRecord[] {
    const taken: LogRecord[] = [];
    let size = 0;
    for (let i = this.#indexOf(from); i < this.#entries.length && taken.length < records; i++) {
      const record = this.#entries[i]?.record;
      if (!record) continue;
      size += sizeOf(record);
      if (size > bytes && taken.length > 0) break;
      taken.push(copyOf(record));
    }
    return taken;
  }

  /** Records held at or above `from`. */
  countFrom(from: bigint): number {
    return this.#entries.slice(this.#indexOf(from)).filter(({ record }) => record !== null).length;
  }

  /** Drops the oldest records below `below` until `bytes` are freed or none is left; tells what was freed. */
  dropOldest(bytes: number, below: bigint): number {
    if (this.#latest) return 0;
    const before = this.#bytes;
    for (const entry of this.#entries) {
      if (entry.offset >= below || before - this.#bytes >= bytes) break;
      if (entry.record) this.#drop(entry);
    }
    return before - this.#bytes;
  }

  #drop(entry: { record: LogRecord | null }): void {
    if (!entry.record) return;
    this.#bytes -= sizeOf(entry.record);
    entry.record = null;
    this.#gone++;
    if (this.#gone < 64 || this.#gone < this.#entries.length / 2) return;
    this.#entries = this.#entries.filter(({ record }) => record !== null);
    this.#gone = 0;
  }

  /** Index of the first entry at or above `offset`, by bisection. */
  #indexOf(offset: bigint): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.offset ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Bytes a record holds; the constant stands for the objects around them. */
export function sizeOf({ key, value, headers }: NewRecord): number {
  return 200 + (key?.length ?? 0) + (value?.length ?? 0) + headersSize(headers);
}

function copyOf(record: LogRecord): LogRecord {
  const bytes = (from: Uint8Array | null): Uint8Array | null => from && new Uint8Array(from);
  const headers = Object.entries(record.headers).map(([name, header]) => {
    const [first = null, ...more] = headerValues(header).map(bytes);
    return [name, more.length > 0 ? [first, ...more] : first] as const;
  });
  return { ...record, key: bytes(record.key), value: bytes(record.value), headers: Object.fromEntries(headers) };
}
