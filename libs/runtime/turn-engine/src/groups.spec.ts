import { describe, expect, it } from '@jest/globals';
import { settle } from '@turnfleet/core/testing';
import { commitIntervalMs, recordOf, start } from './testing/index.ts';

const coalesceMs = 200;

describe('Records that join', () => {
  it('run each by itself unless they are waited for', async () => {
    const { given, texts, end } = await start();
    await given('a@0', 'a@1');
    expect(texts()).toEqual(['a@0']);
    await end('a@0');
    expect(texts()).toEqual(['a@1']);
  });

  it('run together when they come while their lane rests, and are done together', async () => {
    const { given, texts, end, clock, log } = await start({ coalesceMs });
    await given('a@0', 'b@1');
    await clock.advance(coalesceMs - 1);
    await given('a@2');
    expect(texts()).toEqual([]);
    await clock.advance(1);
    expect(texts()).toEqual(['a@0+a@2', 'b@1']);
    await end('a@0+a@2');
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(1n);
    await end('b@1');
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(3n);
  });

  it('that came during a run wait for others from its end on', async () => {
    const { given, texts, end, clock } = await start({ coalesceMs });
    await given('a@0');
    await clock.advance(coalesceMs);
    await given('a@1');
    await clock.advance(1_000);
    await end('a@0');
    await given('a@2');
    expect(texts()).toEqual([]);
    await clock.advance(coalesceMs);
    expect(texts()).toEqual(['a@1+a@2']);
  });

  it('let what does not join begin at once, end a group and wait for it', async () => {
    const { log, texts, end, clock } = await start({ coalesceMs });
    const single = { single: new Uint8Array() };
    log.put(recordOf('b', 0n, 0, single));
    log.put(recordOf('a', 1n));
    log.put(recordOf('a', 2n, 0, single));
    log.put(recordOf('a', 3n));
    log.flow();
    await settle();
    expect(texts()).toEqual(['b@0']);
    await clock.advance(coalesceMs);
    expect(texts()).toEqual(['b@0', 'a@1']);
    await end('a@1');
    expect(texts()).toEqual(['b@0', 'a@2']);
  });

  it('take a place each: no group is larger than the room for it, in turns and in bytes', async () => {
    const { given, texts, end, clock, engine } = await start({ coalesceMs, capacity: { turns: 3, bytes: 14 } });
    await given('a@0', 'a@1', 'a@2', 'a@3', 'b@4');
    await clock.advance(coalesceMs);
    expect(texts()).toEqual(['a@0+a@1+a@2']);
    expect(engine.stats()).toMatchObject({ running: 3, waiting: 2 });
    await end('a@0+a@1+a@2');
    expect(texts()).toEqual(['b@4']);
    await given('longer@5', 'longer@6');
    await clock.advance(coalesceMs);
    expect(texts()).toEqual(['b@4', 'a@3']);
    await end('b@4');
    await end('a@3');
    expect(texts()).toEqual(['longer@5']);
  });

  it('given back come again together, in their order, with what has come since', async () => {
    const { given, texts, end, clock } = await start({ coalesceMs });
    await given('a@0', 'a@1');
    await clock.advance(coalesceMs);
    await end('a@0+a@1', 'released');
    await given('a@2');
    await clock.advance(100);
    expect(texts()).toEqual(['a@0+a@1+a@2']);
  });

  it('fail together, each is told of, and together they run again', async () => {
    const failed: string[] = [];
    const events = { failed: ({ offset }: { offset: bigint }) => void failed.push(String(offset)) };
    const { given, texts, running, clock } = await start({ coalesceMs, events });
    await given('a@0', 'a@1');
    await clock.advance(coalesceMs);
    running[0]?.fail(new Error('a bug'));
    await clock.advance(100);
    expect(failed).toEqual(['0', '1']);
    expect(texts()).toEqual(['a@0+a@1']);
  });

  it('suspected together run one by one, and each may be suspected by itself', async () => {
    const { given, running, texts, end, clock } = await start({ coalesceMs });
    await given('a@0', 'a@1', 'a@2');
    await clock.advance(coalesceMs);
    await end('a@0+a@1+a@2', 'suspect');
    expect(texts()).toEqual(['a@0']);
    expect(running[0]?.context.alone).toBe(false);
    await end('a@0', 'suspect');
    expect([texts(), running[0]?.context.alone]).toEqual([['a@0'], true]);
    await end('a@0');
    expect([texts(), running[0]?.context.alone]).toEqual([['a@1'], false]);
    await end('a@1');
    expect(texts()).toEqual(['a@2']);
  });

  it('run again when the log was reset under one of their group', async () => {
    const { given, running, texts, end, log, clock } = await start({ coalesceMs });
    await given('a@0', 'a@1', 'a@2');
    await clock.advance(coalesceMs);
    log.truncate(0);
    await given('x@1');
    expect(running[0]?.context.signal.reason).toMatchObject({ kind: 'cancelled' });
    await end('a@0+a@1+a@2', 'released');
    await clock.advance(coalesceMs);
    expect(texts()).toEqual(['a@0+a@2', 'x@1']);
  });

  // Once the record that stands there now took the old one for its group, and was lost.
  it('run in the place of those that they replaced, when the log was reset under a lane that rests', async () => {
    const { given, texts, end, log, clock } = await start({ coalesceMs });
    await given('a@0');
    log.truncate(0);
    log.put({ ...recordOf('a', 0n), timestamp: 1 });
    log.flow();
    await settle();
    await clock.advance(2 * coalesceMs);
    expect(texts()).toEqual(['a@0']);
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(0n);
    await end('a@0');
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(1n);
  });

  it('leave no timer behind when a drain ends while lanes rest', async () => {
    const { given, engine, clock } = await start({ coalesceMs });
    await given('a@0', 'b@1');
    expect(await engine.drain()).toEqual({ finished: 0, left: 2, committed: true });
    expect(clock.pending).toBe(0);
  });
});
