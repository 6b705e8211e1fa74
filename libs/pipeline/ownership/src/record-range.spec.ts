import { describe, expect, it } from '@jest/globals';
import { collect } from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';
import { RecordRange } from './record-range.ts';

/** A log of one partition that counts its readings. */
function logOf(records: LogRecord[]) {
  let readings = 0;
  async function* read(_topic: string, _partition: number, from: bigint): AsyncGenerator<LogRecord> {
    readings++;
    yield* records.filter(({ offset }) => offset >= from);
  }
  return { log: { read }, readings: () => readings };
}

const record = (offset: number, bytes = 1): LogRecord => ({
  topic: 'chat.replies',
  partition: 0,
  offset: BigInt(offset),
  key: null,
  value: new Uint8Array(bytes),
  headers: {},
  timestamp: 0,
});

const rangeOf = (log: ReturnType<typeof logOf>['log'], from = 0n, signal = new AbortController().signal) =>
  new RecordRange(log, 'chat.replies', 0, from, signal);

const offsetsOf = async (range: RecordRange): Promise<number[]> =>
  (await collect(range.read())).map(({ offset }) => Number(offset));

describe('a range of records', () => {
  it('begins at its offset, and ends where the log ended at the first reading', async () => {
    const records = [record(3), record(5), record(9)];
    const range = rangeOf(logOf(records).log, 4n);
    expect(await offsetsOf(range)).toEqual([5, 9]);
    records.push(record(10));
    expect(await offsetsOf(range)).toEqual([5, 9]);
    expect([range.end, range.length]).toEqual([10n, 6n]);
  });

  it('ends where it begins if there is nothing', async () => {
    const range = rangeOf(logOf([record(3)]).log, 4n);
    expect(await offsetsOf(range)).toEqual([]);
    expect([range.end, range.length]).toEqual([4n, 0n]);
  });

  it('is read from the log once where it is short', async () => {
    const { log, readings } = logOf([record(0), record(1)]);
    const range = rangeOf(log);
    expect(await offsetsOf(range)).toEqual([0, 1]);
    expect(await offsetsOf(range)).toEqual([0, 1]);
    expect(readings()).toBe(1);
  });

  // Once a whole topic was kept in memory.
  it('is read from the log again where it is long, up to the same end', async () => {
    const records = Array.from({ length: 9 }, (_, i) => record(i, 2 ** 19));
    const { log, readings } = logOf(records);
    const range = rangeOf(log);
    const first = await offsetsOf(range);
    records.push(record(9));
    expect(await offsetsOf(range)).toEqual(first);
    expect(readings()).toBe(2);
  });

  it('is read no further once its signal aborts', async () => {
    const stop = new AbortController();
    const range = rangeOf(logOf([record(0), record(1)]).log, 0n, stop.signal);
    const reading = range.read()[Symbol.asyncIterator]();
    await reading.next();
    stop.abort(new Error('no longer ours'));
    await expect(reading.next()).rejects.toThrow('no longer ours');
  });

  it('knows a record by its offset, and that compaction took it', async () => {
    const range = rangeOf(logOf([record(0), record(2)]).log);
    expect((await range.at(2n))?.offset).toBe(2n);
    expect(await range.at(1n)).toBeNull();
    expect(await range.at(3n)).toBeNull();
  });
});
