import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import {
  builtInCatalogue,
  type Catalogue,
  type CatalogueEndpoint,
  type ModelRequest,
  plainRouter,
} from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { createWorker, createWorld, whilePassing } from '@turnfleet/pipeline-testing';

const deepSeek = builtInCatalogue.models.get('deepseek-v3.2');
const openai = builtInCatalogue.endpoints.get('openai');

const never = new AbortController().signal;
const plainNeeds = { tools: false, forcedTools: false, vision: false, contextTokens: 0 };

/** One model, at endpoints with these limits. */
function catalogueOf(...limits: readonly Partial<CatalogueEndpoint>[]): Catalogue {
  if (!deepSeek || !openai) throw new Error('no such model');
  const endpoints = limits.map((limit, i) => ({ ...openai, ...limit, id: `e${i}` }));
  const at = endpoints.map(({ id }) => ({ endpoint: id, name: 'ds' }));
  return {
    ...builtInCatalogue,
    endpoints: new Map(endpoints.map((one) => [one.id, one])),
    models: new Map([[deepSeek.id, { ...deepSeek, at }]]),
    rules: builtInCatalogue.rules.slice(-1),
  };
}

/** Turns of as many conversations, all at once, on one worker. */
async function turnsAtOnce(
  catalogue: Catalogue,
  turns: number,
  script: (i: number) => ScriptedAnswer = () => ({ text: 'Yes.' }),
) {
  const world = createWorld();
  const asked: { readonly endpoint: string; readonly at: number }[] = [];
  const answer = ({ deployment }: { deployment?: { endpoint: { id: string } } | undefined }): ScriptedAnswer => {
    asked.push({ endpoint: deployment?.endpoint.id ?? '', at: world.clock.now() });
    return script(asked.length);
  };
  const worker = createWorker(world, 'A', { model: Array.from({ length: 5 * turns }, () => answer), catalogue });
  const begunAt = world.clock.now();
  const records = await Promise.all(
    Array.from({ length: turns }, (_, i) =>
      world.submit({ conversationId: `c-${i}`, turnId: `t-${i}`, text: 'The case of my phone is broken.' }),
    ),
  );
  const claims = new Map([0, 1, 2, 3].map((partition) => [partition, worker.claim(partition)]));
  const context = { signal: new AbortController().signal, alone: false, holds: async () => undefined };
  const all = records.map(async (record) => {
    const fence = await claims.get(record.partition);
    if (fence) await worker.process([record], fence, context);
  });
  await whilePassing(world.clock, Promise.all(all), 100);
  const times = asked.map(({ at }) => at - begunAt);
  const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
  return { replies: worker.ended, asked, times, most };
}

describe('turns whose endpoint is at its limit', () => {
  it('go to the next at once, and never more get to it than it takes', async () => {
    const { replies, asked, times } = await turnsAtOnce(catalogueOf({ requestsPerMinute: 10 }, {}), 30);
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 'completed'));
    expect(asked.filter(({ endpoint }) => endpoint === 'e0')).toHaveLength(10);
    expect(Math.max(...times)).toBeLessThan(1_000);
  });

  it('with nobody else to ask are told honestly when there will be no room in their time', async () => {
    const { replies, asked } = await turnsAtOnce(catalogueOf({ requestsPerMinute: 10 }), 15);
    expect(asked).toHaveLength(10);
    const failed = replies.filter(({ status }) => status === 'failed');
    expect(failed.map(({ error }) => [error?.kind, error?.message])).toEqual(
      Array.from({ length: 5 }, () => ['overloaded', expect.stringMatching(/limit of 10 requests a minute/)]),
    );
  });

  it('wait for an endpoint that has room again within their time', async () => {
    const tooMuch: ScriptedAnswer = { fails: new TurnfleetError('rate_limited', 'No.', { retryAfterMs: 4_000 }) };
    const { replies, times } = await turnsAtOnce(catalogueOf({}), 2, (i) => (i === 1 ? tooMuch : { text: 'Yes.' }));
    expect(replies.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(times.length).toBe(3);
  });

  it('of the minute before wait until it is over, if their time allows', async () => {
    const world = createWorld();
    const catalogue = catalogueOf({ requestsPerMinute: 1 });
    const worker = createWorker(world, 'A', { model: [{ text: 'Yes.' }, { text: 'Yes.' }], catalogue });
    const begunAt = world.clock.now();
    await whilePassing(world.clock, worker.run(await world.submit({ conversationId: 'c-1', turnId: 't-1' })), 100);
    await world.clock.advance(45_000);
    await whilePassing(world.clock, worker.run(await world.submit({ conversationId: 'c-2', turnId: 't-2' })), 100);
    expect(worker.ended.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(world.clock.now() - begunAt).toBeGreaterThan(60_000);
  });

  it('that wait are served in the order in which they came, and later ones come behind them', async () => {
    const world = createWorld();
    const served: string[] = [];
    const answer = ({ messages }: Pick<ModelRequest, 'messages'>): ScriptedAnswer => {
      served.push(/case \d/.exec(JSON.stringify(messages.at(-1)))?.[0] ?? '');
      return { text: 'Yes.' };
    };
    const catalogue = catalogueOf({ requestsPerMinute: 3 });
    const worker = createWorker(world, 'A', { model: Array.from({ length: 20 }, () => answer), catalogue });
    const claims = new Map([0, 1, 2, 3].map((partition) => [partition, worker.claim(partition)]));
    const context = { signal: never, alone: false, holds: async () => undefined };
    const come = async (i: number): Promise<void> => {
      const text = `The case ${i} of my phone is broken.`;
      const record = await world.submit({ conversationId: `c-${i}`, turnId: `t-${i}`, text });
      const fence = await claims.get(record.partition);
      if (fence) await worker.process([record], fence, context);
    };
    for (const i of [0, 1, 2]) await whilePassing(world.clock, come(i), 100);
    await world.clock.advance(45_000);
    const waiting: Promise<void>[] = [];
    for (const i of [3, 4, 5, 6, 7]) {
      waiting.push(come(i));
      await world.clock.advance(500);
    }
    await whilePassing(world.clock, Promise.all(waiting), 100);
    expect(served).toEqual([0, 1, 2, 3, 4, 5].map((i) => `case ${i}`));
    const failed = worker.ended.filter(({ status }) => status === 'failed');
    expect(failed.map(({ turnId, error }) => [turnId, error?.kind, error?.message])).toEqual(
      ['t-6', 't-7'].map((turnId) => [
        turnId,
        'overloaded',
        expect.stringMatching(/3 other turns wait for its endpoint/),
      ]),
    );
  });

  it('that wait are withdrawn at once, and let the next come first', async () => {
    const { clock } = createWorld();
    const router = plainRouter(clock, catalogueOf({ requestsPerMinute: 1 }));
    const ref = { model: 'deepseek-v3.2', endpoint: 'e0' };
    const [first, second, third] = [router.begin(), router.begin(), router.begin()];
    await first.call(ref, 0);
    for (const turn of [second, third]) {
      const held = await turn.call(ref, 0);
      expect(held && 'line' in held && turn.place.join(held.line)).toBe(true);
    }
    await clock.advance(61_000);
    expect(await third.call(ref, 0)).toMatchObject({ why: 'another turn waits for its endpoint' });
    expect(router.begin().open(['deepseek-v3.2'], plainNeeds, { inputTokens: 1, usualOutputTokens: 1 })).toEqual([]);
    second.place.leave();
    expect(await third.call(ref, 0)).toHaveProperty('end');
  });

  it('that no minute has room for are told so, at whatever endpoint, and nobody goes round in circles', async () => {
    const world = createWorld();
    const catalogue = catalogueOf({ tokensPerMinute: 4_000 }, { tokensPerMinute: 4_000 });
    const worker = createWorker(world, 'A', { model: [{ text: 'Yes.' }, { text: 'Yes.' }], catalogue });
    for (const turnId of ['t-1', 't-2']) {
      const record = await world.submit({ turnId, text: 'long '.repeat(1_580) });
      await whilePassing(world.clock, worker.run(record), 100);
    }
    expect(worker.ended.map(({ status, error }) => [status, error?.kind])).toEqual([
      ['completed', undefined],
      ['failed', 'overloaded'],
    ]);
    expect(worker.ended[1]?.error?.message).toMatch(/takes about \d+ tokens, its endpoint takes 4000 a minute/);
  });

  it('of which one that comes while everybody is limited waits, too', async () => {
    const world = createWorld();
    const limited: ScriptedAnswer = { fails: new TurnfleetError('rate_limited', 'No.', { retryAfterMs: 4_000 }) };
    const worker = createWorker(world, 'A', {
      model: [limited, { text: 'Yes.' }, { text: 'Yes.' }],
      catalogue: catalogueOf({}),
    });
    const first = worker.run(await world.submit({ conversationId: 'c-1', turnId: 't-1' }));
    await whilePassing(world.clock, Promise.race([first, world.clock.advance(500)]), 100);
    const begunAt = world.clock.now();
    const second = worker.run(await world.submit({ conversationId: 'c-2', turnId: 't-2' }));
    await whilePassing(world.clock, Promise.all([first, second]), 100);
    expect(worker.ended.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(world.clock.now() - begunAt).toBeGreaterThan(3_000);
  });
});
