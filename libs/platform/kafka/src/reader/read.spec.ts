import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { type Cluster, KafkaJSProtocolError } from 'kafkajs';
import { offsetsOf } from './offsets.ts';
import { readPartition } from './read.ts';

interface Stored {
  /** First and last offset of the batch, and the offsets of the records that are left in it. */
  readonly first: number;
  readonly last: number;
  readonly left: readonly number[];
  readonly bytes: number;
}

const batch = (first: number, last: number, left: readonly number[], bytes = 61): Stored => ({
  first,
  last,
  left,
  bytes,
});

/** The calls of kafkajs' cluster that reading needs, over batches as compaction leaves them. */
function clusterWith(batches: readonly Stored[], oldest: number, end: number, failures: Error[] = []): Cluster {
  const fetch = async ({ topics }: { topics: { partitions: { fetchOffset: string; maxBytes: number }[] }[] }) => {
    const failure = failures.shift();
    if (failure) throw failure;
    const { fetchOffset, maxBytes } = topics[0]?.partitions[0] ?? { fetchOffset: '0', maxBytes: 0 };
    let room = maxBytes;
    const fitting = batches
      .filter(({ last }) => last >= Number(fetchOffset))
      .filter(({ bytes }, i) => (room -= bytes) >= 0 || i === 0);
    const messages = fitting.flatMap(({ first, last, left }) =>
      left.map((offset) => ({
        key: null,
        value: null,
        timestamp: '0',
        offset: String(offset),
        headers: {},
        isControlRecord: false,
        batchContext: {
          firstOffset: String(first),
          lastOffsetDelta: last - first,
          producerId: '-1',
          inTransaction: false,
        },
      })),
    );
    const partition = { partition: 0, lastStableOffset: String(end), abortedTransactions: [], messages };
    return { responses: [{ partitions: [partition] }] };
  };
  return {
    connect: async () => {},
    refreshMetadata: async () => {},
    addTargetTopic: async () => {},
    findLeaderForPartitions: () => ({ 1: [0] }),
    findBroker: async () => ({ fetch }),
    fetchTopicsOffset: async ([wanted]: { fromBeginning?: boolean }[]) => [
      { topic: 't', partitions: [{ partition: 0, offset: String(wanted?.fromBeginning ? oldest : end) }] },
    ],
  } as unknown as Cluster;
}

async function deliveredOf(cluster: Cluster, from: bigint, clock = new ManualClock()): Promise<number[]> {
  const offsets: number[] = [];
  let outcome: { error?: unknown } | undefined;
  const read = async (): Promise<void> => {
    const records = readPartition(cluster, offsetsOf(cluster, clock), clock, 't', 0, from);
    for await (const { offset } of records) offsets.push(Number(offset));
  };
  void read().then(
    () => (outcome = {}),
    (error: unknown) => (outcome = { error }),
  );
  while (!outcome) await clock.advance(10);
  if ('error' in outcome) throw outcome.error;
  return offsets;
}

describe('readPartition', () => {
  it('goes on after the records that compaction removed at the end of a batch', async () => {
    const cluster = clusterWith([batch(0, 9, [0, 3]), batch(10, 19, [12])], 0, 20);
    expect(await deliveredOf(cluster, 0n)).toEqual([0, 3, 12]);
    expect(await deliveredOf(cluster, 5n)).toEqual([12]);
  });

  it('ends when only emptied batches are left before the end', async () => {
    const cluster = clusterWith([batch(0, 4, [1]), batch(5, 9, []), batch(10, 10, [])], 0, 11);
    expect(await deliveredOf(cluster, 0n)).toEqual([1]);
  });

  it('finds a large batch behind an emptied one that fills no page', async () => {
    const cluster = clusterWith([batch(0, 4, []), batch(5, 5, [5], 3_000_000)], 0, 6);
    expect(await deliveredOf(cluster, 0n)).toEqual([5]);
  });

  it('begins with the oldest record that is held', async () => {
    const cluster = clusterWith([batch(30, 31, [30, 31])], 30, 32);
    expect(await deliveredOf(cluster, 0n)).toEqual([30, 31]);
  });

  it('goes on with a new leader', async () => {
    const moved = new KafkaJSProtocolError({ type: 'NOT_LEADER_FOR_PARTITION', code: 6, message: 'moved' } as never);
    const cluster = clusterWith([batch(0, 1, [0, 1])], 0, 2, [moved, moved]);
    expect(await deliveredOf(cluster, 0n)).toEqual([0, 1]);
  });

  it('does not take records that a new leader lacks for the end', async () => {
    const short = clusterWith([], 0, 1);
    const bounds = clusterWith([], 0, 2);
    const behind: Cluster = { ...short, fetchTopicsOffset: (topics) => bounds.fetchTopicsOffset(topics) };
    await expect(deliveredOf(behind, 0n)).rejects.toMatchObject({ kind: 'overloaded' });
  });
});
