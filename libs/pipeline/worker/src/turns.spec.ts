import { describe, expect, it } from '@jest/globals';
import { decodeReply, encodeTurn, homePartition, topics } from '@turnfleet/contract/events';
import { toldReply } from '@turnfleet/contract/schemas';
import {
  createWorker,
  createWorld,
  partitions,
  startEngine,
  streamedText,
  type World,
} from '@turnfleet/pipeline-testing';

const home = homePartition('c-1', partitions);
const anyText = { text: 'There are 3.' };
const manyAnswers = Array.from({ length: 200 }, () => anyText);

/** Turn ids in the order in which their conversation's replies stand in the log. */
async function answeredOrder({ allIn }: World, conversationId: string): Promise<string[]> {
  const replies = (await allIn(topics.replies)).map((record) => decodeReply(record));
  return replies.flatMap((reply) => (reply?.conversationId === conversationId ? [reply.turnId] : []));
}

const submitted = (world: World) => world.clock.advance(1_000);

describe('workers on a group', () => {
  it('answer many conversations at once, each in its own order, and leave nothing behind', async () => {
    const world = createWorld();
    const engine = await startEngine(world, createWorker(world, 'A', { model: manyAnswers }));
    const turns = Array.from({ length: 5 }, (_, i) => `t-${i}`);
    const conversations = Array.from({ length: 20 }, (_, i) => `c-${i}`);
    for (const turnId of turns) {
      for (const conversationId of conversations) await world.submit({ conversationId, turnId });
    }

    await submitted(world);

    for (const conversationId of conversations) expect(await answeredOrder(world, conversationId)).toEqual(turns);
    expect(await engine.drain()).toMatchObject({ left: 0, committed: true });
    expect(world.log.uncommitted()).toBe(0);
    expect(world.clock.pending).toBe(0);
  });

  it('turns of a conversation overtaking each other on their way home', async () => {
    const world = createWorld();
    const turns = Array.from({ length: 5 }, (_, i) => `t-${i}`);
    const elsewhere = (home + 1) % partitions;
    for (const turnId of turns) {
      await world.put(encodeTurn({ conversationId: 'c-1', turnId, text: 'In stock?' }, elsewhere));
    }
    const worker = createWorker(world, 'A', { model: manyAnswers });
    const engine = await startEngine(world, worker);

    await submitted(world);

    expect(await answeredOrder(world, 'c-1')).toEqual(turns);
    expect(worker.counts.misrouted).toBe(5);
    await engine.drain();
  });

  it('go on behind records that are no turns', async () => {
    const world = createWorld();
    const garbage = { partition: home, key: null, headers: {} };
    await world.put({ ...garbage, value: new Uint8Array([0, 159, 146, 150]) });
    await world.put({ ...garbage, value: null });
    await world.submit();
    const engine = await startEngine(world, createWorker(world, 'A'));

    await submitted(world);

    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
    expect(await world.allIn(topics.deadLetters)).toHaveLength(2);
    expect(await engine.drain()).toMatchObject({ left: 0, committed: true });
  });

  it('leave to the next worker what the grace time does not suffice for, as the first attempt', async () => {
    const world = createWorld();
    const first = createWorker(world, 'A', { model: [{ hangs: true, afterText: 'There are' }] });
    const engine = await startEngine(world, first);
    await world.submit();
    await submitted(world);

    const drained = engine.drain();
    await world.clock.advance(6_000);
    expect(await drained).toMatchObject({ finished: 0, left: 1 });
    expect(await world.repliesTo()).toEqual([]);
    const second = createWorker(world, 'B');
    const next = await startEngine(world, second);
    await submitted(world);

    const reply = await world.replyTo();
    expect(reply.text).toBe('B says: 3 in stock.');
    const events = await world.journal();
    expect(events.map(({ type }) => type)).toContain('reply.reset');
    expect(streamedText(events)).toBe(reply.text);
    await next.drain();
    expect(world.clock.pending).toBe(0);
  });

  it('keep conversations when the store is flushed under a running fleet', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [anyText, { text: 'And in Beijing 5.' }] });
    const engine = await startEngine(world, worker);
    await world.submit();
    await submitted(world);

    await world.flush();
    await world.submit({ turnId: 't-2', text: 'And in Beijing?' });
    await world.clock.advance(30_000);

    expect(await world.replyTo('t-2')).toMatchObject({ text: 'And in Beijing 5.', version: 2 });
    expect(worker.model.requests[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(await world.repliesTo()).toHaveLength(1);
    await engine.drain();
  });

  it('answer a turn once when the store is flushed while it runs', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', {
      model: [{ text: 'Never published.' }, anyText],
      meddle: async (step, when, index) => {
        if (step === 'commit' && when === 'after' && worker.seen.indexOf('commit') === index) await world.flush();
      },
    });
    const engine = await startEngine(world, worker);
    await world.submit();

    await world.clock.advance(20_000);

    const reply = await world.replyTo();
    expect(reply.version).toBe(1);
    expect((await world.state.gateway.view('c-1'))?.conversation.turns).toMatchObject([{ reply: toldReply(reply) }]);
    expect(await engine.drain()).toMatchObject({ left: 0 });
    expect(world.clock.pending).toBe(0);
  });

  it('goes on with the partitions that a new worker takes over, while the old one sleeps', async () => {
    const world = createWorld();
    const gate = Promise.withResolvers<void>();
    const first = createWorker(world, 'A', {
      meddle: (step, when) => (step === 'commit' && when === 'before' ? gate.promise : undefined),
    });
    const engine = await startEngine(world, first);
    const conversations = Array.from({ length: 8 }, (_, i) => `c-${i}`);
    for (const conversationId of conversations) await world.submit({ conversationId });
    await submitted(world);
    const second = await startEngine(world, createWorker(world, 'B', { model: manyAnswers }));
    await submitted(world);

    gate.resolve();
    await world.clock.advance(20_000);

    for (const conversationId of conversations) {
      const replies = (await world.allIn(topics.replies)).filter(
        (record) => decodeReply(record)?.conversationId === conversationId,
      );
      expect(new Set(replies.map(({ value }) => new TextDecoder().decode(value ?? undefined))).size).toBe(1);
    }
    await Promise.all([engine.drain(), second.drain()]);
    expect(world.clock.pending).toBe(0);
  });
});
