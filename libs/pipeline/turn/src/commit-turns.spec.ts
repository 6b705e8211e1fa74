import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { replySchema, toldReply } from '@turnfleet/contract/schemas';
import {
  createWorker,
  createWorld,
  diesAt,
  expectTold,
  freezesAt,
  partitions,
  pointsOf,
  undisturbedSteps,
  type World,
  type WorldWorker,
  whilePassing,
} from '@turnfleet/pipeline-testing';

const home = homePartition('c-1', partitions);

const steps = await undisturbedSteps((world) => world.submit());
const points = pointsOf(steps);
const twoAnswers = [{ text: 'A says: 3 in stock.' }, { text: 'A says: 4 in stock.' }];

/** What anyone may see of the turn afterwards. */
async function expectOneReply(world: World, last: WorldWorker): Promise<void> {
  const values = await world.repliesTo();
  expect(new Set(values).size).toBe(1);
  const reply = replySchema.parse(JSON.parse(values[0] ?? ''));

  await expectTold(world, reply);

  const view = await world.state.gateway.view('c-1');
  expect(view?.conversation).toMatchObject({ version: 1, turns: [{ turnId: 't-1', reply: toldReply(reply) }] });
  expect(view?.running).toEqual([]);

  const [snapshot, ledger] = await world.foundIn(home);
  expect(snapshot).toMatchObject({ conversation: { version: 1, turns: [{ reply: toldReply(reply) }] } });
  expect(ledger?.published.get('t-1')).toBe(values[0]);

  const record = (await world.allIn('chat.turns')).find(({ partition }) => partition === home);
  const asked = last.model.requests.length;
  const counted = last.ended.length;
  expect(record && (await last.run(record))).toBe('done');
  expect(await world.repliesTo()).toEqual(values);
  expect(last.model.requests).toHaveLength(asked);
  expect(last.ended).toHaveLength(counted);
}

describe('the order of effects', () => {
  it('publishes nothing before the store has it, and the reply only after its snapshot was confirmed', () => {
    const heavy = steps.filter((step) => step !== 'journal');
    const replies = ['append chat.replies', 'append chat.usage'];
    expect(heavy).toEqual([
      ...['begin', 'accept', 'watch cancel', 'note spending', 'commit', 'append chat.conversations', 'confirm'],
      ...replies,
      'settle',
    ]);
    expect(steps.lastIndexOf('journal')).toBeLessThan(steps.indexOf('commit'));
  });

  it('waits for each step before the next begins', async () => {
    const world = createWorld();
    const open: string[] = [];
    const overlaps: string[] = [];
    const worker = createWorker(world, 'A', {
      meddle: (step, when) => {
        if (when === 'after') open.splice(open.indexOf(step), 1);
        else {
          if (step !== 'journal' && open.some((other) => other !== 'journal')) overlaps.push(`${open} + ${step}`);
          open.push(step);
        }
      },
    });
    await worker.run(await world.submit());
    expect(overlaps).toEqual(['append chat.replies + append chat.usage']);
  });
});

describe.each([
  { store: 'kept', flush: false },
  { store: 'flushed', flush: true },
])('the store is $store', ({ flush }) => {
  it.each(points)('gives one reply when the worker dies $when step $index, $step', async (point) => {
    const world = createWorld();
    const record = await world.submit();
    const first = createWorker(world, 'A', { meddle: diesAt(point) });
    await expect(first.run(record)).rejects.toThrow('killed');

    if (flush) await world.flush();
    const second = createWorker(world, 'B');
    expect(await second.run(record)).toBe('done');

    await expectOneReply(world, second);
    expect(world.clock.pending).toBe(0);
  });

  it.each(points)('gives one reply when a zombie wakes up $when step $index, $step', async (point) => {
    const world = createWorld();
    const record = await world.submit();
    const freeze = freezesAt(point);
    const zombie = createWorker(world, 'A', { meddle: freeze.meddle, model: twoAnswers });
    const late = zombie.run(record);
    await whilePassing(world.clock, freeze.asleep);

    if (flush) await world.flush();
    const owner = createWorker(world, 'B');
    expect(await owner.run(record)).toBe('done');
    freeze.wake();
    expect(['done', 'reclaim']).toContain(await late);

    await expectOneReply(world, owner);
    if (!flush) expect(zombie.ended.length + owner.ended.length).toBeLessThanOrEqual(1);
    expect(world.clock.pending).toBe(0);
  });

  it.each(points)(
    'gives one reply when the owner follows while a zombie stands $when step $index, $step',
    async (point) => {
      const world = createWorld();
      const record = await world.submit();
      const freeze = freezesAt(point);
      const zombie = createWorker(world, 'A', { meddle: freeze.meddle, model: twoAnswers });
      const late = zombie.run(record);
      await whilePassing(world.clock, freeze.asleep);
      if (flush) await world.flush();
      // The owner has begun, but not committed, when the zombie goes on.
      const owner = createWorker(world, 'B', {
        meddle: (step, when) => (step === 'commit' && when === 'before' ? freeze.wake() : undefined),
      });
      expect(await owner.run(record)).toBe('done');
      freeze.wake();
      expect(['done', 'reclaim']).toContain(await late);

      await expectOneReply(world, owner);
    },
  );
});
