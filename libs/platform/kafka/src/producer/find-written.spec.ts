import { describe, expect, it } from '@jest/globals';
import type { LogRecord, NewRecord } from '@turnfleet/turn-engine';
import { KafkaJSConnectionError } from 'kafkajs';
import { findWrittenIn } from './find-written.ts';
import type { PartitionBatch } from './micro-batcher.ts';

const recordOf = (text: string): NewRecord => ({
  topic: 't',
  partition: 0,
  key: Buffer.from('c'),
  value: text === '' ? null : Buffer.from(text),
  headers: {},
});

/** A batch of records that were appended at `at`. */
const batchOf = (at: number, ...texts: string[]): PartitionBatch => ({
  topic: 't',
  partition: 0,
  pending: texts.map((text) => ({ record: recordOf(text), bytes: 1, at, landed: () => {}, failed: () => {} })),
});

/** A log of `[timestamp, text]`; its offsets begin at 100. */
function logOf(...entries: readonly (readonly [number, string])[]) {
  const records = entries.map(
    ([timestamp, text], i): LogRecord => ({ ...recordOf(text), offset: BigInt(100 + i), timestamp }),
  );
  return {
    since: async (_topic: string, _partition: number, timestamp: number) =>
      records.find((one) => one.timestamp >= timestamp)?.offset,
    async *read(_topic: string, _partition: number, from: bigint) {
      yield* records.filter(({ offset }) => offset >= from);
    },
  };
}

describe('findWrittenIn', () => {
  it('finds a batch between what others wrote', async () => {
    const find = findWrittenIn(logOf([1, 'old'], [5, 'other'], [5, 'a'], [5, 'b'], [6, 'newer']));
    expect(await find(batchOf(5, 'a', 'b'))).toBe(102n);
  });

  it('does not take the same words of another time for it', async () => {
    expect(await findWrittenIn(logOf([4, 'a'], [6, 'a']))(batchOf(5, 'a'))).toBeUndefined();
  });

  it('does not take a part of it for the whole: the same record may have come with another batch', async () => {
    expect(await findWrittenIn(logOf([5, 'a']))(batchOf(5, 'a', 'b'))).toBeUndefined();
    expect(await findWrittenIn(logOf([5, 'a'], [5, 'a'], [5, 'b']))(batchOf(5, 'a', 'b'))).toBe(101n);
  });

  it('knows tombstones from other records', async () => {
    expect(await findWrittenIn(logOf([5, 'a'], [5, '']))(batchOf(5, ''))).toBe(101n);
  });

  it('finds nothing in a log without anything as young', async () => {
    expect(await findWrittenIn(logOf([1, 'a']))(batchOf(5, 'a'))).toBeUndefined();
  });

  it('gives up behind records whose timestamps are far in the future', async () => {
    const early = Array.from({ length: 10_000 }, () => [9_999, 'others'] as const);
    expect(await findWrittenIn(logOf(...early, [5, 'a']))(batchOf(5, 'a'))).toBeUndefined();
  });

  it('says so when no broker answers, and finds nothing in what cannot be read', async () => {
    const failing = (error: Error) =>
      findWrittenIn({ ...logOf(), since: () => Promise.reject(error) })(batchOf(5, 'a'));
    const cut = new KafkaJSConnectionError('cut', { broker: 'b:1' });
    await expect(failing(cut)).rejects.toBe(cut);
    await expect(failing(new Error('an unknown codec'))).resolves.toBeUndefined();
  });
});
