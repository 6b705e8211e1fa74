import { describe, expect, it, jest } from '@jest/globals';
import { homePartition, topics } from '@turnfleet/contract/events';
import { type Logger, silentLogger } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import {
  createWorker,
  createWorld,
  partitions,
  startOwner,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { endOvertaken } from './end-overtaken.ts';
import { refOf } from './run.ts';

const home = homePartition('c-1', partitions);

/** What the ingress announced, and the log has lost. */
const announce = (world: World, turnId: string, text = 'Is it in stock?', conversationId = 'c-1') => {
  const submittedAt = new Date(world.clock.now()).toISOString();
  return world.state.journal.accept(conversationId, { type: 'turn.accepted', turnId, text, submittedAt }, '');
};

async function owner(world: World, options: Parameters<typeof createWorker>[2] = {}) {
  const worker = createWorker(world, 'A', options);
  const { engine, fences } = await startOwner(world, worker);
  const [warn, error] = [jest.fn<Logger['warn']>(), jest.fn<Logger['error']>()];
  const overtaken = jest.fn();
  const ending = endOvertaken(
    {
      ...worker.deps,
      commit: worker.commit,
      stream: worker.stream,
      logger: { ...silentLogger, warn, error },
      newId: countingIds('lost'),
      turnOf: (record) => refOf(worker.deps.decode(record)),
      owned: () => [...fences.values()],
      counted: { overtaken },
    },
    () => engine,
  );
  ending.start();
  await world.clock.advance(1_000);
  const stop = async (): Promise<void> => {
    const stopped = ending.stop();
    await whilePassing(world.clock, engine.drain());
    await stopped;
  };
  return { worker, ending, overtaken, warn, error, stop };
}

describe('turns that retention deleted before anybody worked on them', () => {
  it('end as failed, in words of their language, once; their conversation goes on', async () => {
    const world = createWorld();
    const { worker, ending, stop } = await owner(world);
    await announce(world, 't-1');
    await announce(world, 't-2', '有货吗？');

    ending.overtaken(home, 0n, 2n);
    await world.clock.advance(5_000);

    expect(await world.replyTo('t-1')).toMatchObject({
      status: 'failed',
      locale: 'en',
      error: { kind: 'deadline_exceeded' },
    });
    expect(await world.replyTo('t-2')).toMatchObject({ status: 'failed', locale: 'zh-CN' });
    for (const turnId of ['t-1', 't-2'])
      expect((await world.journal(turnId)).map(({ type }) => type)).toEqual(['turn.accepted', 'reply.failed']);
    expect((await world.state.gateway.view('c-1'))?.running).toEqual([]);
    expect(worker.ended).toHaveLength(2);
    await world.submit({ turnId: 't-3' });
    await world.clock.advance(1_000);
    expect(await world.replyTo('t-3')).toMatchObject({ status: 'completed', version: 3 });
    await stop();
    expect(world.clock.pending).toBe(0);
  });

  it('are told from those that the log still has: these are answered', async () => {
    const world = createWorld();
    const { worker, ending, stop } = await owner(world, { model: [{ hangs: true }] });
    await announce(world, 't-1');
    await announce(world, 't-9', 'Lost.', neighbour);
    await world.submit();
    await world.clock.advance(1_000);

    ending.overtaken(home, 0n, 5n);
    await world.clock.advance(3_000);

    expect(await world.repliesTo('t-1')).toEqual([]);
    expect(await world.replyTo('t-9')).toMatchObject({ status: 'failed' });
    expect(worker.model.requests).toHaveLength(1);
    await world.clock.advance(30_000);
    await stop();
  });

  it('are counted and said when it happens, and when it is mended', async () => {
    const world = createWorld();
    const { ending, overtaken, warn, error, stop } = await owner(world);
    await announce(world, 't-1');

    ending.overtaken(home, 3n, 10n);
    await world.clock.advance(10_000);

    expect(overtaken.mock.calls).toEqual([[7]]);
    expect(error.mock.calls).toMatchObject([
      [{ topic: topics.turns, partition: home, from: '3', to: '10' }, expect.anything()],
    ]);
    expect(warn.mock.calls).toMatchObject([[{ partition: home, turns: 1 }, expect.anything()]]);
    await stop();
  });

  it('wait for the store, and for the lane of their conversation', async () => {
    const world = createWorld();
    const { ending, stop } = await owner(world, { model: [{ hangs: true }] });
    await world.submit({ turnId: 't-2' });
    await world.clock.advance(1_000);
    await announce(world, 't-1');

    ending.overtaken(home, 0n, 5n);
    await world.clock.advance(10_000);
    expect(await world.repliesTo('t-1')).toEqual([]);
    await world.clock.advance(60_000);

    expect(await world.replyTo('t-1')).toMatchObject({ status: 'failed', version: 2 });
    await stop();
  });

  it('are published, not failed, if they were answered before', async () => {
    const world = createWorld();
    const record = await world.submit();
    await announce(world, 't-1');
    const dies = createWorker(world, 'before', {
      meddle: (step) => {
        if (step === `append ${topics.replies}`) throw new Error('killed');
      },
    });
    await expect(dies.run(record)).rejects.toThrow('killed');
    const { worker, ending, stop } = await owner(world);
    expect(worker.counts.began).toBe(0);
    ending.overtaken(home, 0n, 1n);
    await world.clock.advance(5_000);
    expect(await world.replyTo('t-1')).toMatchObject({ status: 'completed', text: 'before says: 3 in stock.' });
    await stop();
  });
});

const neighbour =
  Array.from({ length: 100 }, (_, i) => `n-${i}`).find((id) => homePartition(id, partitions) === home) ?? '';
