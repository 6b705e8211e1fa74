import { describe, expect, it } from '@jest/globals';
import { decodeReply, homePartition, topics } from '@turnfleet/contract/events';
import { type Reply, replySchema, toldReply } from '@turnfleet/contract/schemas';
import {
  createWorker,
  createWorld,
  diesAt,
  expectTold,
  freezesAt,
  type Point,
  partitions,
  pointsOf,
  undisturbedSteps,
  type World,
  type WorldWorker,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';

const home = homePartition('c-1', partitions);
const ids = ['t-1', 't-2', 't-3'];
const manyAnswers = (name: string) => Array.from({ length: 6 }, (_, i) => ({ text: `${name} says: ${i} in stock.` }));

async function submitted(world: World): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (const turnId of ids) records.push(await world.submit({ turnId, text: `Question ${turnId}` }));
  return records;
}

const points = pointsOf(await undisturbedSteps(submitted));

/** How the three come again: each point meets every grouping in one of its four cases. */
const groupings = [[3], [1, 1, 1], [1, 2], [2, 1]] as const;
const groupingAt = ({ index }: Point, nth: number): readonly number[] => groupings[(index + nth) % 4] ?? [3];

async function runAs(sizes: readonly number[], worker: WorldWorker, records: readonly LogRecord[]): Promise<void> {
  let next = 0;
  for (const size of sizes) {
    const group = records.slice(next, next + size);
    next += size;
    // A zombie that claims in between is refused in its turn; whoever is refused claims anew.
    while ((await worker.run(group)) === 'reclaim');
  }
}

/** Bytes of the replies to each turn, all the same. */
async function expectOneReplyEach(world: World): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const id of ids) {
    const values = await world.repliesTo(id);
    expect([id, new Set(values).size]).toEqual([id, 1]);
    replies.push(replySchema.parse(JSON.parse(values[0] ?? '')));
  }
  return replies;
}

/** What anyone may see of the turns afterwards. */
async function expectAnswered(world: World, last: WorldWorker): Promise<void> {
  const replies = await expectOneReplyEach(world);
  const first = (await world.allIn(topics.replies)).map((record) => decodeReply(record)?.turnId);
  expect([...new Set(first)]).toEqual(ids);
  expect(replies.map(({ version }) => version)).toEqual([1, 2, 3]);
  for (const reply of replies) {
    await expectTold(world, reply);
    const carrier = replies.find(({ turnId }) => turnId === (reply.answeredBy ?? reply.turnId));
    expect(carrier).toMatchObject({ status: 'completed', answeredBy: null });
    expect(carrier?.text).not.toBe('');
  }
  const turns = replies.map((reply) => ({ turnId: reply.turnId, reply: toldReply(reply) }));
  const view = await world.state.gateway.view('c-1');
  expect(view).toMatchObject({ conversation: { version: 3, turns }, running: [] });
  const [snapshot] = await world.foundIn(home);
  expect(snapshot).toMatchObject({ conversation: { version: 3, turns } });

  const records = (await world.allIn(topics.turns)).filter(({ partition }) => partition === home);
  const asked = last.model.requests.length;
  expect(await last.run(records)).toBe('done');
  expect(last.model.requests).toHaveLength(asked);
  expect(await expectOneReplyEach(world)).toEqual(replies);
}

describe.each([
  { store: 'kept', flush: false, nth: 0 },
  { store: 'flushed', flush: true, nth: 2 },
])('turns that are answered together, the store is $store', ({ flush, nth }) => {
  it.each(points)('replies lost, doubled or torn apart: the worker dies $when step $index, $step', async (point) => {
    const world = createWorld();
    const records = await submitted(world);
    const first = createWorker(world, 'A', { meddle: diesAt(point) });
    await expect(first.run(records)).rejects.toThrow('killed');

    if (flush) await world.flush();
    const second = createWorker(world, 'B', { model: manyAnswers('B') });
    await runAs(groupingAt(point, nth), second, records);

    await expectAnswered(world, second);
    expect(world.clock.pending).toBe(0);
  });

  it.each(points)('replies lost, doubled or torn apart: a zombie wakes up $when step $index, $step', async (point) => {
    const world = createWorld();
    const records = await submitted(world);
    const freeze = freezesAt(point);
    const zombie = createWorker(world, 'A', { meddle: freeze.meddle, model: manyAnswers('A') });
    const late = zombie.run(records);
    await whilePassing(world.clock, freeze.asleep);

    if (flush) await world.flush();
    // Of the first group the owner has begun, but not committed, when the zombie goes on.
    const owner = createWorker(world, 'B', {
      model: manyAnswers('B'),
      meddle: (step, when) => (step === 'commit' && when === 'before' ? freeze.wake() : undefined),
    });
    await runAs(groupingAt(point, nth + 1), owner, records);
    freeze.wake();
    expect(['done', 'reclaim']).toContain(await late);

    await expectAnswered(world, owner);
  });
});
