import { wait } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { Link } from '../process/link.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Cluster } from './cluster.ts';
import type { Share } from './coordinator.ts';

const fetchAtMost = 50;
/** What a real consumer waits for something to fetch before it asks again. */
const longPollMs = 1_000;

interface Fetched {
  readonly records: readonly LogRecord[];
  /** Where the next one begins. */
  readonly next: bigint;
}

/**
 * Fetches a topic's records for a member, from the positions it is given on. Invariant: of a partition one fetch is under
 * way at a time; nothing is delivered of one that is paused or has no position, nor twice from the same position.
 */
export class Fetcher {
  readonly #process: SimProcess;
  readonly #link: Link;
  readonly #cluster: Cluster;
  readonly #topic: string;
  readonly #deliver: (partition: number, records: readonly LogRecord[]) => void;
  readonly #paused = new Set<number>();
  readonly #positions = new Map<number, bigint>();
  readonly #fetching = new Set<number>();
  readonly #endings: readonly (() => void)[];
  #closed = false;

  constructor(
    process: SimProcess,
    link: Link,
    cluster: Cluster,
    topic: string,
    deliver: (partition: number, records: readonly LogRecord[]) => void,
  ) {
    this.#process = process;
    this.#link = link;
    this.#cluster = cluster;
    this.#topic = topic;
    this.#deliver = deliver;
    this.#endings = [
      cluster.watch((record) => {
        if (record.topic === topic && this.#positions.has(record.partition)) this.#fetch(record.partition);
      }),
      cluster.onRewind(() => process.run(() => this.#rewind())),
      cluster.onWake(() => process.run(() => this.fetchAll())),
    ];
  }

  pause(partition: number): void {
    this.#paused.add(partition);
  }

  resume(partition: number): void {
    this.#paused.delete(partition);
    this.#fetch(partition);
  }

  /** Has positions in no partition any more. */
  forget(): void {
    this.#positions.clear();
  }

  /** Begins at the positions given, once it is told to fetch. */
  seek(shares: readonly Share[]): void {
    for (const { partition, start } of shares) this.#positions.set(partition, start);
  }

  fetchAll(): void {
    for (const partition of this.#positions.keys()) this.#fetch(partition);
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#endings) end();
  }

  #fetch(partition: number): void {
    const from = this.#positions.get(partition);
    if (from === undefined || this.#closed || this.#paused.has(partition) || this.#fetching.has(partition)) return;
    const log = this.#cluster.partition(this.#topic, partition);
    // Of a transaction that is open nothing behind its first record is fetched.
    if (from === log.readable) return;
    this.#fetching.add(partition);
    const fetched = this.#link.call('fetch', () => {
      this.#cluster.requireLeader(this.#topic, partition);
      // Out of range: the position is set back to the oldest record.
      const start = from > log.end || from < log.oldest ? log.oldest : from;
      const records = log.slice(start, fetchAtMost).filter(({ offset }) => offset < log.readable);
      const last = records.at(-1);
      // Where there is no record there may be the end of a transaction, which is passed.
      return { records, next: last ? last.offset + 1n : log.readable };
    });
    // It may fail before the wait is over, and then nobody looks yet.
    fetched.catch(() => undefined);
    const { clock } = this.#process;
    void wait(clock, this.#cluster.slowFetchMs)
      .then(() => fetched)
      .then(
        (found) => {
          this.#fetching.delete(partition);
          this.#take(partition, from, found);
        },
        () => {
          clock.setTimer(longPollMs, () => {
            this.#fetching.delete(partition);
            this.#fetch(partition);
          });
        },
      );
  }

  #take(partition: number, from: bigint, { records, next }: Fetched): void {
    const current = this.#positions.get(partition) === from && !this.#closed && !this.#paused.has(partition);
    if (current) {
      this.#positions.set(partition, next);
      if (records.length > 0) this.#deliver(partition, records);
    }
    this.#fetch(partition);
  }

  #rewind(): void {
    for (const partition of this.#positions.keys())
      this.#positions.set(partition, this.#cluster.partition(this.#topic, partition).oldest);
    this.fetchAll();
  }
}
