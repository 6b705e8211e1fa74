import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@turnfleet/core';
import { Watch } from '@turnfleet/testing';
import { type LogRecord, startTurnEngine, type TurnLog } from '@turnfleet/turn-engine';
import { createEmbeddedLog } from './embedded-log.ts';

const partitions = 6;
const lanes = 20;
const turns = 200;

describe('Turn engines on the embedded log', () => {
  it('work on every turn, in the order of its conversation, while workers come and go', async () => {
    const log = createEmbeddedLog(systemClock, { t: { partitions, keep: 'until_committed' } });
    const watch = new Watch(20_000);
    const ended = new Map<string, Set<number>>();
    const outOfOrder: string[] = [];

    const process = async (record: LogRecord, signal: AbortSignal): Promise<'done' | 'released'> => {
      const [lane = '', number = ''] = textOf(record.value).split('#');
      const before = ended.get(lane) ?? new Set();
      for (let i = 0; i < Number(number); i++) if (!before.has(i)) outOfOrder.push(`${lane}#${number} before #${i}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return 'released';
      ended.set(lane, before.add(Number(number)));
      watch.changed();
      return 'done';
    };
    const work = (): ReturnType<typeof startTurnEngine> => startWorker(log, process);

    const first = await work();
    const total = (): number => [...ended.values()].reduce((sum, { size }) => sum + size, 0);
    const written = write(log);
    await watch.until('a third is done', () => total() > turns / 3);
    const second = await work();
    await watch.until('two thirds are done', () => total() > (2 * turns) / 3);
    await first.drain();
    await written;
    await watch.until('all is done', () => total() === turns);
    expect(await second.drain()).toMatchObject({ left: 0, committed: true });

    expect(outOfOrder).toEqual([]);
    expect(log.uncommitted()).toBe(0);
    await log.close();
  }, 60_000);
});

function startWorker(
  log: TurnLog,
  process: (record: LogRecord, signal: AbortSignal) => Promise<'done' | 'released'>,
): ReturnType<typeof startTurnEngine> {
  return startTurnEngine({
    log,
    group: 'g',
    topic: 't',
    clock: systemClock,
    capacity: { turns: 8, bytes: 2 ** 20 },
    commitIntervalMs: 5,
    drainMs: 5_000,
    stuckAfterMs: 60_000,
    leaseMs: 7_000,
    laneOf: (record) => ({ lane: textOf(record.key), priority: 2 }),
    claim: () => Promise.resolve('ours'),
    process: async ([record], _ownership, { signal }) => (record ? process(record, signal) : 'done'),
  });
}

async function write(log: TurnLog): Promise<void> {
  for (let i = 0; i < turns; i++) {
    const lane = i % lanes;
    const key = Buffer.from(`lane-${lane}`);
    const value = Buffer.from(`lane-${lane}#${Math.floor(i / lanes)}`);
    await log.append({ topic: 't', partition: lane % partitions, key, value, headers: {} });
    if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

const textOf = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();
