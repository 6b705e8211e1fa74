import { describe, expect, it } from '@jest/globals';
import { decodeSnapshot, homePartition, topics } from '@turnfleet/contract/events';
import { cutNote, type Reply, toldReply, writtenBytes } from '@turnfleet/contract/schemas';
import { maxSnapshotBytes } from '@turnfleet/conversation';
import {
  createWorker,
  createWorld,
  diesAt,
  expectTold,
  freezesAt,
  type Meddle,
  partitions,
  pointsOf,
  streamedText,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';

const home = homePartition('c-1', partitions);
const lines = (bytes: number): string => 'There are 3.\n'.repeat(Math.ceil(bytes / 13));
const long = lines(9_000);

/** An operator lowers what both topics take, once a long answer is committed. */
function lowersAt(world: World, at: string, when: 'before' | 'after', limits: Partial<Record<string, number>>): Meddle {
  return (step, side) => {
    if (step !== at || side !== when) return;
    for (const [topic, bytes] of Object.entries(limits)) if (bytes) world.log.limitRecords(topic, bytes);
  };
}

const all =
  (...meddles: readonly Meddle[]): Meddle =>
  async (step, when, index) => {
    for (const one of meddles) await one(step, when, index);
  };

async function expectAgreement(world: World, record: LogRecord): Promise<Reply> {
  const reply = await world.replyTo();
  await expectTold(world, reply);
  const values = await world.repliesTo();
  expect(await world.state.gateway.reply({ conversationId: 'c-1', turnId: 't-1' })).toBe(values[0]);
  const view = await world.state.gateway.view('c-1');
  expect(view?.conversation).toMatchObject({ version: 1, turns: [{ turnId: 't-1', reply: toldReply(reply) }] });
  const [snapshot, ledger] = await world.foundIn(home);
  expect(snapshot).toMatchObject({ conversation: { version: 1 } });
  expect(ledger?.published.get('t-1')).toBe(values[0]);
  const next = createWorker(world, 'later');
  expect(await next.run(record)).toBe('done');
  expect(await world.repliesTo()).toEqual(values);
  return reply;
}

describe('an answer that no record holds', () => {
  it('of 1.1 MB with newlines ends as a reply that says so, and the conversation goes on', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', { model: [{ text: lines(1_100_000) }, { text: 'And 4 there.' }] });

    expect(await worker.run(record)).toBe('done');

    const reply = await expectAgreement(world, record);
    expect(reply.status).toBe('degraded');
    expect(reply.text.endsWith(cutNote('en'))).toBe(true);
    for (const { value } of await world.allIn(topics.conversations))
      expect(value?.byteLength).toBeLessThanOrEqual(maxSnapshotBytes);
    expect(await worker.run(await world.submit({ turnId: 't-2', text: 'And in Beijing?' }))).toBe('done');
    expect(await world.replyTo('t-2')).toMatchObject({ status: 'completed', text: 'And 4 there.', version: 2 });
  });

  it('is not listened to beyond what a reply holds, and readers are told its end as it stands', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ text: lines(1_100_000) }] });

    await worker.run(await world.submit());

    const reply = await world.replyTo();
    expect(reply.status).toBe('degraded');
    expect(writtenBytes(reply.text)).toBeLessThanOrEqual(65_536 + writtenBytes(cutNote('en')));
    expect(writtenBytes(reply.text)).toBeGreaterThan(65_536);
    expect(reply.usage.calls).toMatchObject([{ end: 'cancelled', estimated: true }]);
    const told = await world.journal();
    expect(told.filter(({ type }) => type === 'reply.reset')).toEqual([]);
    expect(streamedText(told)).toBe(reply.text);
    expect(worker.counts.abridged).toBe(0);
  });

  it('is not made of tool calls either: their number, ids, names and arguments are bounded', async () => {
    const world = createWorld();
    const [id, name] = ['i'.repeat(100_000), 'n'.repeat(100_000)];
    const calls = Array.from({ length: 500 }, () => ({ id, name, arguments: `{"x":"${'x'.repeat(10_000)}"}` }));
    const worker = createWorker(world, 'A', { model: [{ calls }, { text: 'There are 3.' }] });

    expect(await worker.run(await world.submit({ text: 'Something is broken.' }))).toBe('done');

    const { toolCalls, text } = await world.replyTo();
    expect(text).toBe('There are 3.');
    expect(toolCalls).toHaveLength(64);
    expect(toolCalls[63]).toMatchObject({ id: 'call_64', name: 'n'.repeat(128), outcome: 'rejected' });
    const asked = worker.model.requests[1]?.messages.filter(({ role }) => role === 'tool');
    expect(asked).toHaveLength(64);
  });

  it('is made to fit into what the topics take from the start', async () => {
    const world = createWorld();
    world.log.limitRecords(topics.replies, 6_000);
    await world.limits.read();
    const worker = createWorker(world, 'A', { model: [{ text: long }] });

    expect(await worker.run(await world.submit())).toBe('done');

    expect(worker.seen).not.toContain('abridge');
    expect((await world.replyTo()).text.endsWith(cutNote('en'))).toBe(true);
    await expectTold(world, await world.replyTo());
    expect(worker.counts.abridged).toBe(0);
  });
});

describe('a committed reply that the log refuses', () => {
  const limits = [
    { refuses: 'its reply', [topics.replies]: 6_000 },
    { refuses: 'its snapshot', [topics.conversations]: 9_000 },
    { refuses: 'both', [topics.replies]: 6_000, [topics.conversations]: 9_000 },
    { refuses: 'anything but the least', [topics.replies]: 4_000, [topics.conversations]: 4_000 },
  ];

  it.each(limits)('($refuses) ends as a shorter one that says so', async ({ refuses: _, ...lowered }) => {
    const world = createWorld();
    const record = await world.submit();
    const meddle = lowersAt(world, 'commit', 'after', lowered);
    const worker = createWorker(world, 'A', { model: [{ text: long }], meddle });

    expect(await worker.run(record)).toBe('done');

    const reply = await expectAgreement(world, record);
    expect(reply.status).toBe('degraded');
    expect(long.startsWith(reply.text.slice(0, -cutNote('en').length))).toBe(true);
    expect(reply.text.endsWith(cutNote('en'))).toBe(true);
    expect(worker.counts.abridged).toBeGreaterThanOrEqual(1);
  });

  it('stands as it was said if the log took it before the limit was lowered', async () => {
    const world = createWorld();
    const record = await world.submit();
    let died = false;
    const dies: Meddle = (step) => {
      if (step !== 'settle' || died) return;
      died = true;
      throw new Error('its answer was lost');
    };
    const worker = createWorker(world, 'A', { model: [{ text: long }], meddle: dies });
    const fence = await worker.claim(home);
    const context = { signal: new AbortController().signal, alone: false, holds: async () => undefined };
    await expect(worker.process([record], fence, context)).rejects.toThrow('its answer was lost');
    world.log.limitRecords(topics.replies, 6_000);

    // Under the same claim: another one would have found the reply in the log.
    expect(await worker.process([record], fence, context)).toBe('done');

    const reply = await expectAgreement(world, record);
    expect(reply.text).toBe(long);
    expect(await world.repliesTo()).toHaveLength(1);
  });

  it('keeps nothing held if the question was cut off', async () => {
    const world = createWorld();
    const record = await world.submit({ text: '预留两件 SKU-2024-888', locale: 'zh-CN', user: { id: 'U1' } });
    const call = {
      id: 'call-1',
      name: 'reserve_stock',
      arguments: '{"sku":"SKU-2024-888","quantity":2,"city":"上海"}',
    };
    const meddle = lowersAt(world, 'commit', 'after', { [topics.replies]: 5_000 });
    const model = [{ calls: [call, { ...call, id: 'call-2', name: 'none' }] }, { text: long }];
    const worker = createWorker(world, 'A', { model, meddle });

    expect(await worker.run(record)).toBe('done');

    expect((await world.replyTo()).toolCalls).toMatchObject([{ outcome: 'skipped' }, { outcome: 'rejected' }]);
    expect((await world.replyTo()).text.endsWith(cutNote('zh-CN'))).toBe(true);
    expect((await world.state.gateway.view('c-1'))?.conversation.held).toBeNull();
  });

  it('is shortened with the snapshot of another turn that it waits in, by an owner who publishes one by one', async () => {
    const world = createWorld();
    const records = [await world.submit(), await world.submit({ turnId: 't-2', text: 'And in Beijing?' })];
    const dies: Meddle = (step) => {
      if (step === `append ${topics.conversations}`) throw new Error('killed');
    };
    const first = createWorker(world, 'A', { model: [{ text: long }], meddle: dies });
    await expect(first.run(records)).rejects.toThrow('killed');
    world.log.limitRecords(topics.conversations, 9_000);

    const next = createWorker(world, 'B');
    for (const record of records) expect(await next.run(record)).toBe('done');

    expect(await world.replyTo('t-1')).toMatchObject({ status: 'completed', answeredBy: 't-2', version: 1 });
    expect((await world.replyTo('t-2')).text.endsWith(cutNote('en'))).toBe(true);
    expect(next.model.requests).toEqual([]);
  });

  it('of turns that are answered together leaves the others as they are', async () => {
    const world = createWorld();
    const records = [await world.submit(), await world.submit({ turnId: 't-2', text: 'And in Beijing?' })];
    const meddle = lowersAt(world, 'commit', 'after', { [topics.replies]: 6_000 });
    const worker = createWorker(world, 'A', { model: [{ text: long }], meddle });

    expect(await worker.run(records)).toBe('done');

    expect(await world.replyTo('t-1')).toMatchObject({ status: 'completed', text: '', answeredBy: 't-2', version: 1 });
    expect((await world.replyTo('t-2')).text.endsWith(cutNote('en'))).toBe(true);
    await expectTold(world, await world.replyTo('t-1'));
    await expectTold(world, await world.replyTo('t-2'));
  });
});

/** Everywhere between the commit and the end of a turn whose reply is refused. */
const steps = await (async () => {
  const world = createWorld();
  const meddle = lowersAt(world, 'commit', 'after', { [topics.replies]: 6_000 });
  const worker = createWorker(world, 'A', { model: [{ text: long }], meddle });
  await worker.run(await world.submit());
  return worker.seen.slice(worker.seen.indexOf('begin'));
})();
const refused = steps.indexOf(`append ${topics.replies}`);
const points = pointsOf(steps).filter(({ index, when }) =>
  when === 'after' ? index >= steps.indexOf('commit') && index !== refused : index > steps.indexOf('commit'),
);

describe.each([
  ['', false],
  [' of a store that is flushed meanwhile', true],
])('a reply that is being abridged%s', (_, flush) => {
  it('goes through a second snapshot and confirm before it is said', () => {
    expect(steps.slice(steps.indexOf('commit')).filter((step) => step !== 'journal')).toEqual([
      ...['commit', `append ${topics.conversations}`, 'confirm'],
      ...[`append ${topics.replies}`, `append ${topics.usage}`, 'abridge'],
      ...[`append ${topics.conversations}`, 'confirm', `append ${topics.replies}`, `append ${topics.usage}`, 'settle'],
    ]);
  });

  it.each(points)('is one reply when its worker dies $when step $index, $step', async (point) => {
    const world = createWorld();
    const record = await world.submit();
    const lowers = lowersAt(world, 'commit', 'after', { [topics.replies]: 6_000 });
    const first = createWorker(world, 'A', { model: [{ text: long }], meddle: all(lowers, diesAt(point)) });
    await expect(first.run(record)).rejects.toThrow('killed');
    if (flush) await world.flush();

    expect(await createWorker(world, 'B', { model: [{ text: long }] }).run(record)).toBe('done');

    const reply = await expectAgreement(world, record);
    expect(reply.text.endsWith(cutNote('en'))).toBe(true);
    expect(world.clock.pending).toBe(0);
  });

  it.each(points)('is one reply when a zombie wakes up $when step $index, $step', async (point) => {
    const world = createWorld();
    const record = await world.submit();
    const lowers = lowersAt(world, 'commit', 'after', { [topics.replies]: 6_000 });
    const freeze = freezesAt(point);
    const zombie = createWorker(world, 'A', { model: [{ text: long }], meddle: all(lowers, freeze.meddle) });
    const late = zombie.run(record);
    await whilePassing(world.clock, freeze.asleep);
    if (flush) await world.flush();

    expect(await createWorker(world, 'B', { model: [{ text: long }] }).run(record)).toBe('done');
    freeze.wake();
    expect(['done', 'reclaim']).toContain(await late);

    await expectAgreement(world, record);
    expect(world.clock.pending).toBe(0);
  });
});

describe('a snapshot that its topic does not take any more', () => {
  it('is written with fewer of its turns, and nothing of the answer changes', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: Array.from({ length: 5 }, () => ({ text: lines(2_000) })) });
    for (const turnId of ['t-1', 't-2', 't-3', 't-4']) await worker.run(await world.submit({ turnId }));
    world.log.limitRecords(topics.conversations, 9_000);

    expect(await worker.run(await world.submit({ turnId: 't-5' }))).toBe('done');

    expect((await world.replyTo('t-5')).text).toBe(lines(2_000));
    const last = (await world.allIn(topics.conversations)).at(-1);
    const kept = last && decodeSnapshot(last)?.conversation;
    expect(kept).toMatchObject({ version: 5, turns: [{ turnId: 't-5' }] });
    expect((await world.state.gateway.view('c-1'))?.conversation.turns).toHaveLength(5);
  });
});
