import { describe, expect, it, jest } from '@jest/globals';
import { decodeUsage, topics } from '@turnfleet/contract/events';
import { type ErrorKind, type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import { createWorker, createWorld, type Meddle, whilePassing } from '@turnfleet/pipeline-testing';

const usageTopic = `append ${topics.usage}`;

/** Refuses what is written to `chat.usage`, the first `times`. */
function refuses(kind: ErrorKind, times = Number.POSITIVE_INFINITY): Meddle {
  let left = times;
  return (step, when) => {
    if (step === usageTopic && when === 'before' && left-- > 0) throw new TurnfleetError(kind, 'Not for this client.');
  };
}

const kinds = ['forbidden', 'not_found', 'invalid_request', 'internal'] as const;

describe('what a turn used', () => {
  it('is told by the next owner where its worker ended behind the reply and before that, and then no more', async () => {
    const world = createWorld();
    const record = await world.submit();
    const dying = createWorker(world, 'A', {
      meddle: (step, when) => {
        if (step === usageTopic && when === 'before') throw new Error('killed');
      },
    });
    await expect(dying.run(record)).rejects.toThrow('killed');
    expect([(await world.repliesTo()).length, (await world.allIn(topics.usage)).length]).toEqual([1, 0]);

    const next = createWorker(world, 'B');
    expect(await next.run(record)).toBe('done');

    expect((await world.allIn(topics.usage)).map((one) => decodeUsage(one)?.turnId)).toEqual(['t-1']);
    expect(await world.repliesTo()).toHaveLength(1);
    const settled = await world.submit({ turnId: 't-2' });
    for (let times = 0; times < 2; times++) expect(await next.run(settled)).toBe('done');
    expect(await world.allIn(topics.usage)).toHaveLength(2);
  });
});

describe('a refusal of chat.usage alone', () => {
  it.each(kinds)('(%s) repeats neither snapshot nor reply, and the turn ends', async (kind) => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', { meddle: refuses(kind) });

    expect(await worker.run(record)).toBe('done');
    expect(await worker.run(record)).toBe('done');

    const times = (step: string): number => worker.seen.filter((one) => one === step).length;
    expect([topics.conversations, topics.replies, topics.usage].map((topic) => times(`append ${topic}`))).toEqual([
      1, 1, 1,
    ]);
    expect(await world.repliesTo()).toHaveLength(1);
    expect(worker.ended).toHaveLength(1);
    expect(worker.counts.usageRefused).toBe(1);
  });

  it('is said once when it begins and once when it ends, and counted each time', async () => {
    const world = createWorld();
    const [error, info] = [jest.fn<Logger['error']>(), jest.fn<Logger['info']>()];
    const model = ['1', '2', '3', '4'].map((text) => ({ text }));
    const logger = { ...silentLogger, error, info };
    const worker = createWorker(world, 'A', { meddle: refuses('forbidden', 2), logger, model });

    for (const turnId of ['t-1', 't-2', 't-3', 't-4']) await worker.run(await world.submit({ turnId }));

    expect(worker.counts.usageRefused).toBe(2);
    expect(error).toHaveBeenCalledTimes(1);
    expect(info.mock.calls.filter(([, text]) => text.includes(topics.usage))).toHaveLength(1);
  });

  it('that will pass is waited for without saying anything twice', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { meddle: refuses('overloaded', 3) });

    expect(await whilePassing(world.clock, worker.run(await world.submit()))).toBe('done');

    expect(await world.repliesTo()).toHaveLength(1);
    expect((await world.allIn(topics.usage)).map((record) => decodeUsage(record)?.turnId)).toEqual(['t-1']);
    expect(worker.counts.usageRefused).toBe(0);
  });
});
