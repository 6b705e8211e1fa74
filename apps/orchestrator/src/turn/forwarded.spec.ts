import { describe, expect, it } from '@jest/globals';
import { homePartition, topics } from '@turnfleet/contract';
import { createWorker, createWorld, partitions, whilePassing } from '../testing.ts';

const home = homePartition('c-1', partitions);
const elsewhere = (home + 1) % partitions;
const value = new TextEncoder().encode('{"conversationId":"c-1","turnId":"t-1","text":"Hi"}');

describe('a turn that was forwarded to its home', () => {
  it('got thirty seconds more with every forward: it expires as if it had been written there at once', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const submittedAt = world.clock.now();
    const put = await world.put({ partition: elsewhere, key: null, value, headers: {} });
    await world.clock.advance(20_000);
    await worker.run(put);
    await world.clock.advance(11_000);

    const atHome = (await world.allIn(topics.turns)).find(({ partition }) => partition === home);
    if (atHome) await worker.run(atHome);

    const reply = await world.replyTo();
    expect(reply).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded' } });
    expect(reply.timings).toMatchObject({ queuedMs: 31_000 });
    expect(worker.model.requests).toEqual([]);
    expect(await world.journal()).toMatchObject([
      { type: 'turn.accepted', submittedAt: new Date(submittedAt).toISOString() },
      { type: 'turn.started' },
      { type: 'reply.failed' },
    ]);
  });
});

describe('a turn whose timestamp is no date', () => {
  it('broke its lane for ever: work on it threw before it could be counted', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const put = await world.put({ partition: home, key: null, value, headers: {} });

    expect(await whilePassing(world.clock, worker.run({ ...put, timestamp: 2 ** 62 }))).toBe('done');

    expect(await world.replyTo()).toMatchObject({ status: 'completed', timings: { queuedMs: 0 } });
  });
});
