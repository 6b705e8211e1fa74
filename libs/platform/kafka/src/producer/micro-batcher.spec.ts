import { describe, expect, it } from '@jest/globals';
import { ManualClock, settle } from '@turnfleet/core/testing';
import type { NewRecord } from '@turnfleet/turn-engine';
import { MicroBatcher, type PartitionBatch } from './micro-batcher.ts';

const record = (partition: number, bytes = 1): NewRecord => ({
  topic: 't',
  partition,
  key: null,
  value: new Uint8Array(bytes),
  headers: {},
});

/** A log that takes each batch when the spec says so. */
function heldLog() {
  const sent: { batch: PartitionBatch; readonly land: () => void }[] = [];
  const ends = new Map<number, bigint>();
  const send = (batch: PartitionBatch): Promise<void> =>
    new Promise((resolve) => {
      const land = (): void => {
        let next = ends.get(batch.partition) ?? 0n;
        for (const pending of batch.pending) pending.landed(next++);
        ends.set(batch.partition, next);
        resolve();
      };
      sent.push({ batch, land });
    });
  return { sent, send };
}

describe('MicroBatcher', () => {
  it('sends what was appended within a moment as one batch per partition', async () => {
    const clock = new ManualClock();
    const { sent, send } = heldLog();
    const batcher = new MicroBatcher(clock, send);
    const offsets = Promise.all([record(0), record(1), record(0)].map((one) => batcher.append(one)));
    await clock.advance(2);
    expect(sent.map(({ batch }) => [batch.partition, batch.pending.length])).toEqual([
      [0, 2],
      [1, 1],
    ]);
    for (const { land } of sent) land();
    expect(await offsets).toEqual([0n, 0n, 1n]);
  });

  it('has one batch of a partition under way, and does not hold up the others', async () => {
    const clock = new ManualClock();
    const { sent, send } = heldLog();
    const batcher = new MicroBatcher(clock, send);
    void batcher.append(record(0));
    await clock.advance(2);
    void batcher.append(record(0));
    void batcher.append(record(1));
    await clock.advance(2);
    expect(sent.map(({ batch }) => batch.partition)).toEqual([0, 1]);
    sent[0]?.land();
    await settle();
    expect(sent.map(({ batch }) => batch.partition)).toEqual([0, 1, 0]);
  });

  it('keeps batches below the limit of the brokers, but takes a large record alone', async () => {
    const clock = new ManualClock();
    const { sent, send } = heldLog();
    const batcher = new MicroBatcher(clock, send);
    for (const bytes of [300_000, 300_000, 900_000]) void batcher.append(record(0, bytes));
    await clock.advance(2);
    for (let i = 0; i < 3; i++) {
      sent[i]?.land();
      await settle();
    }
    expect(sent.map(({ batch }) => batch.pending.length)).toEqual([1, 1, 1]);
  });

  it('drains: what waits is sent, and awaited', async () => {
    const clock = new ManualClock();
    const { sent, send } = heldLog();
    const batcher = new MicroBatcher(clock, send);
    const offset = batcher.append(record(0));
    const drained = batcher.drain();
    await settle();
    sent[0]?.land();
    await drained;
    expect(await offset).toBe(0n);
    expect(clock.pending).toBe(0);
  });
});
