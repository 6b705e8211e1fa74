import { describe, expect, it } from '@jest/globals';
import { homePartition, replySchema } from '@turnfleet/contract';
import { atStart } from '@turnfleet/conversation/testing';
import { conversationsIn } from '../partition/conversations-in-log.ts';
import {
  at,
  collect,
  createWorker,
  createWorld,
  partitions,
  pointsOf,
  streamedText,
  type Worker,
  type World,
  whilePassing,
} from '../testing/index.ts';

const home = homePartition('c-1', partitions);

/** Every call to store, journal and log in a turn that nothing disturbs. */
async function undisturbedSteps(): Promise<readonly string[]> {
  const world = createWorld();
  const worker = createWorker(world, 'alone');
  await worker.run(await world.submit());
  return worker.seen.slice(worker.seen.indexOf('begin'));
}

const steps = await undisturbedSteps();
const points = pointsOf(steps);

/** What anyone may see of the turn afterwards. */
async function expectOneReply(world: World, last: Worker): Promise<void> {
  const values = await world.repliesTo();
  expect(new Set(values).size).toBe(1);
  const reply = replySchema.parse(JSON.parse(values[0] ?? ''));

  const events = await world.journal();
  const terminal = events.filter(({ type }) => type === 'reply.completed' || type === 'reply.failed');
  // Journals of an earlier generation are gone: their readers are served from the ledger.
  const finishedBeforeFlush = world.flushed && events.length === 0;
  if (!finishedBeforeFlush) {
    expect(terminal).toEqual([{ type: 'reply.completed', turnId: 't-1', reply }]);
    expect(events.at(-1)).toEqual(terminal[0]);
    expect(events.filter(({ type }) => type === 'turn.accepted')).toHaveLength(1);
  }
  const streamed = streamedText(events);
  // After a restore the journal begins anew: a reply that was only published again was streamed before.
  if (streamed !== '') expect(streamed).toBe(reply.text);

  const view = await world.state.desk.view('c-1');
  expect(view?.conversation).toMatchObject({ version: 1, turns: [{ turnId: 't-1', reply }] });
  expect(view?.running).toEqual([]);

  const search = { signal: new AbortController().signal, now: world.clock.now(), read: () => undefined };
  const found = await conversationsIn(world.log, home, atStart, search);
  const [snapshot, ledger] = await collect(found.conversations());
  expect(snapshot).toMatchObject({ conversation: { version: 1, turns: [{ reply }] } });
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
      ...['begin', 'accept', 'watch cancel', 'commit', 'append chat.conversations', 'confirm'],
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
  it.each(points)('second reply or none: the worker dies $when step $index, $step', async (point) => {
    const world = createWorld();
    const record = await world.submit();
    let dead = false;
    const dies = at(point, () => void (dead = true));
    const first = createWorker(world, 'A', {
      meddle: async (step, when, index) => {
        await dies(step, when, index);
        if (dead) throw new Error('killed');
      },
    });
    await expect(first.run(record)).rejects.toThrow('killed');

    if (flush) await world.flush();
    const second = createWorker(world, 'B');
    expect(await second.run(record)).toBe('done');

    await expectOneReply(world, second);
    expect(world.clock.pending).toBe(0);
  });

  it.each(points)('second reply or none: a zombie wakes up $when step $index, $step', async (point) => {
    const world = createWorld();
    const record = await world.submit();
    const asleep = Promise.withResolvers<void>();
    const awake = Promise.withResolvers<void>();
    const zombie = createWorker(world, 'A', {
      meddle: at(point, () => {
        asleep.resolve();
        return awake.promise;
      }),
      model: [{ text: 'A says: 3 in stock.' }, { text: 'A says: 4 in stock.' }],
    });
    const late = zombie.run(record);
    await whilePassing(world.clock, asleep.promise);

    if (flush) await world.flush();
    const owner = createWorker(world, 'B');
    expect(await owner.run(record)).toBe('done');
    awake.resolve();
    expect(['done', 'reclaim']).toContain(await late);

    await expectOneReply(world, owner);
    if (!flush) expect(zombie.ended.length + owner.ended.length).toBeLessThanOrEqual(1);
    expect(world.clock.pending).toBe(0);
  });

  it.each(points)(
    'second reply or none: the owner follows while a zombie is held $when step $index, $step',
    async (point) => {
      const world = createWorld();
      const record = await world.submit();
      const asleep = Promise.withResolvers<void>();
      const awake = Promise.withResolvers<void>();
      const zombie = createWorker(world, 'A', {
        meddle: at(point, () => {
          asleep.resolve();
          return awake.promise;
        }),
        model: [{ text: 'A says: 3 in stock.' }, { text: 'A says: 4 in stock.' }],
      });
      const late = zombie.run(record);
      await whilePassing(world.clock, asleep.promise);
      if (flush) await world.flush();
      // The owner has begun, but not committed, when the zombie goes on.
      const owner = createWorker(world, 'B', {
        meddle: (step, when) => (step === 'commit' && when === 'before' ? awake.resolve() : undefined),
      });
      expect(await owner.run(record)).toBe('done');
      awake.resolve();
      expect(['done', 'reclaim']).toContain(await late);

      await expectOneReply(world, owner);
    },
  );
});
