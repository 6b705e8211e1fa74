import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { Cluster } from 'kafkajs';
import { askCluster, leaderOf } from '../client/cluster.ts';
import { codeOf } from '../errors.ts';
import { toRecord } from '../records.ts';
import type { Offsets } from './offsets.ts';
import { type AbortedTransaction, committedOf, type FetchedMessage } from './read-committed.ts';

interface FetchedPartition {
  readonly partition: number;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly messages: readonly FetchedMessage[];
}

/** Records of one range, and where the next one begins. */
interface Page {
  readonly records: readonly LogRecord[];
  readonly next: bigint;
}

const pageBytes = 1024 * 1024;
/** A page without any record this large holds only what compaction left of batches (61 bytes each). */
const largestPageBytes = 64 * pageBytes;
const fetchWaitMs = 20;
export const readCommitted = 1;

/**
 * Reads by fetching from the partition's leader, without a consumer group: nothing is joined, committed or to be
 * deleted afterwards, and the answer tells where the log goes on after a range in which no record is left.
 */
export function readPartition(
  cluster: Cluster,
  offsets: Offsets,
  clock: Clock,
  topic: string,
  partition: number,
  from: bigint,
): AsyncIterable<LogRecord> {
  const ask = <T>(request: () => Promise<T>): Promise<T> =>
    askCluster(cluster, clock, `read ${topic}/${partition}`, request);
  const endNow = ask(() => offsets.end(topic, partition));
  endNow.catch(() => undefined); // whoever iterates is told
  return pages();

  async function* pages(): AsyncGenerator<LogRecord, void, undefined> {
    const end = await endNow;
    for (let at = from; at < end; ) {
      const page = await ask(() => fetchPage(at, end, pageBytes));
      for (const record of page.records) {
        if (record.offset >= end) return;
        yield record;
      }
      at = page.next;
    }
  }

  async function fetchPage(at: bigint, end: bigint, maxBytes: number): Promise<Page> {
    const fetched = await fetchFrom(at, maxBytes);
    if (!fetched) return { records: [], next: await offsets.oldest(topic, partition) };
    const page = pageOf(topic, fetched, at);
    if (page) return page;
    if (BigInt(fetched.lastStableOffset) < end) throw behind(topic, partition);
    return maxBytes < largestPageBytes ? fetchPage(at, end, maxBytes * 4) : { records: [], next: end };
  }

  /** Undefined if the log no longer reaches back to `at`. */
  async function fetchFrom(at: bigint, maxBytes: number): Promise<FetchedPartition | undefined> {
    const leader = await leaderOf(cluster, topic, partition);
    const request = { topic, partitions: [{ partition, fetchOffset: String(at), maxBytes }] };
    const limits = { isolationLevel: readCommitted, maxWaitTime: fetchWaitMs, minBytes: 1, maxBytes };
    try {
      const [fetched] = fetchedIn(await leader.fetch({ ...limits, topics: [request] }));
      if (fetched) return fetched;
    } catch (error) {
      if (codeOf(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
      return undefined;
    }
    throw behind(topic, partition);
  }
}

/** What kafkajs' types leave open. */
export const fetchedIn = (answer: unknown): readonly FetchedPartition[] =>
  (answer as { responses: { partitions: FetchedPartition[] }[] }).responses.flatMap(({ partitions }) => partitions);

/** What was fetched from `at` on; undefined if that is nothing. */
export function pageOf(topic: string, fetched: FetchedPartition, at: bigint): Page | undefined {
  const { partition, messages, abortedTransactions } = fetched;
  const last = messages.at(-1);
  if (!last) return undefined;
  const { firstOffset, lastOffsetDelta } = last.batchContext;
  const records = committedOf(messages, abortedTransactions ?? []).filter(({ offset }) => BigInt(offset) >= at);
  return {
    records: records.map((message) => toRecord(topic, partition, message)),
    next: BigInt(firstOffset) + BigInt(lastOffsetDelta) + 1n,
  };
}

function behind(topic: string, partition: number): TurnfleetError {
  const message = `The leader of ${topic}/${partition} does not have all its records yet.`;
  return new TurnfleetError('overloaded', message, { suggestion: 'Try again in a moment.' });
}
