import { describe, expect, it } from '@jest/globals';
import { encodeReply, encodeTombstone, homePartition, topics } from '@turnfleet/contract/events';
import { replyTo } from '@turnfleet/conversation/testing';
import {
  createWorker,
  createWorld,
  diesBefore,
  partitions,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { verifyPartition } from './verify.ts';

const home = homePartition('c-1', partitions);
const verify = (world: World) =>
  whilePassing(
    world.clock,
    verifyPartition(
      { log: world.log, audit: world.state.audit, clock: world.clock },
      home,
      new AbortController().signal,
    ),
  );

/** Two turns of c-1; the copies are of the store before each. */
async function twoTurns() {
  const world = createWorld();
  const worker = createWorker(world, 'A', { model: [{ text: 'one' }, { text: 'two' }] });
  await worker.claim(home);
  const empty = world.server.copy();
  await worker.run(await world.submit());
  const first = world.server.copy();
  await worker.run(await world.submit({ turnId: 't-2' }));
  return { world, empty, first };
}

describe('verifying a partition', () => {
  it('finds no difference where the store has all that the log has', async () => {
    const { world } = await twoTurns();
    expect(await verify(world)).toEqual({ conversations: 1, replies: 2, differences: [] });
  });

  it('finds none in an empty log, whatever the store knows', async () => {
    expect(await verify(createWorld())).toEqual({ conversations: 0, replies: 0, differences: [] });
  });

  it('tells of a partition of which the store knows nothing', async () => {
    const { world } = await twoTurns();
    await world.flush();
    expect((await verify(world)).differences).toEqual([{ kind: 'lost' }]);
  });

  it('tells of one that has not caught up, and what it lacks', async () => {
    const { world, first } = await twoTurns();
    world.server.rollBackTo(first);
    expect((await verify(world)).differences).toMatchObject([
      { kind: 'not_readable' },
      { kind: 'older', conversationId: 'c-1', log: { version: 2 }, store: { version: 1 } },
      { kind: 'no_reply', conversationId: 'c-1', turnId: 't-2', offset: 1n },
    ]);
  });

  it('tells of a conversation that the log has ended and the store still has, and of none that is gone', async () => {
    const { world } = await twoTurns();
    const worker = createWorker(world, 'B');
    const { generation, epoch, ...fence } = await worker.claim(home);
    await world.log.append(encodeTombstone('c-1', { generation, version: 2, epoch }, home));
    expect((await verify(world)).differences).toMatchObject([{ kind: 'ended', conversationId: 'c-1' }]);
    await worker.deps.store.expire({ ...fence, generation, epoch }, 'c-1', 2);
    expect((await verify(world)).differences).toEqual([]);
  });

  it('tells of a conversation that the store does not have', async () => {
    const { world, empty } = await twoTurns();
    world.server.rollBackQuietly(empty);
    expect((await verify(world)).differences).toMatchObject([
      { kind: 'missing', conversationId: 'c-1', log: { version: 2 } },
      { kind: 'no_reply', turnId: 't-1' },
      { kind: 'no_reply', turnId: 't-2' },
    ]);
  });

  it('tells of a reply that is in the log and not settled, and of one that is not in the log', async () => {
    for (const [step, kind] of [
      ['settle', 'not_settled'],
      ['append chat.conversations', 'unpublished'],
    ] as const) {
      const world = createWorld();
      const dying = createWorker(world, 'A', { meddle: diesBefore(step) });
      await expect(dying.run(await world.submit())).rejects.toThrow('killed');
      expect((await verify(world)).differences).toMatchObject([{ kind, conversationId: 'c-1', turnId: 't-1' }]);
    }
  });

  it('tells of a reply that readers do not have', async () => {
    const world = createWorld();
    const other = replyTo('c-1', 't-1', 1, { text: 'what readers saw' });
    await world.log.append(encodeReply(other, JSON.stringify(other), home));
    await createWorker(world, 'A', { meddle: forgetful(world) }).run(await world.submit());
    expect((await verify(world)).differences).toMatchObject([{ kind: 'other_reply', turnId: 't-1', offset: 0n }]);
  });

  it('looks twice before it calls a turn that is just ending a difference', async () => {
    const world = createWorld();
    const settled = Promise.withResolvers<void>();
    const settling = Promise.withResolvers<void>();
    const worker = createWorker(world, 'A', {
      meddle: (step, when) => {
        if (step !== 'settle' || when !== 'before') return;
        settling.resolve();
        return settled.promise;
      },
    });
    const running = worker.run(await world.submit());
    await whilePassing(world.clock, settling.promise);
    const verifying = verify(world);
    settled.resolve();
    await running;
    expect((await verifying).differences).toEqual([]);
  });

  it('leaves out replies that are older than what the ledger remembers', async () => {
    const { world } = await twoTurns();
    await world.clock.advance(8 * 24 * 3_600_000);
    expect(await verify(world)).toMatchObject({ replies: 0, differences: [] });
  });
});

/** Takes the partition with the log hidden, as if the reply had come there later. */
function forgetful(world: World) {
  const read = world.log.read.bind(world.log);
  return (step: string, when: string): void => {
    if (step === 'claim' && when === 'before') {
      world.log.read = (topic, partition) => read(topic, partition, topic === topics.replies ? 1n : 0n);
    }
    if (step === 'begin' && when === 'before') world.log.read = read;
  };
}
