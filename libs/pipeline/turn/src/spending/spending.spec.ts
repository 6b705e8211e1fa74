import { describe, expect, it } from '@jest/globals';
import { decodeUsage, topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { type Catalogue, readCatalogue } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { createWorker, createWorld, diesBefore, type World, whilePassing } from '@turnfleet/pipeline-testing';

const call = { id: 'call_1', name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"Shanghai"}' };
const tools = { check_inventory: () => ({ sku: 'SKU-2024-888', total: 3 }) };
const down = (): ScriptedAnswer => ({ fails: new TurnfleetError('model_unavailable', 'Down.') });

async function usagesOf(world: World) {
  return (await world.allIn(topics.usage)).flatMap((record) => decodeUsage(record) ?? []);
}

async function linesOf(world: World) {
  const [usage] = await usagesOf(world);
  return usage?.calls ?? [];
}

describe('what a turn is billed', () => {
  it('has a line for each call, at its own price, as the vendor counted it', async () => {
    const world = createWorld();
    const usage = { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 100 };
    const worker = createWorker(world, 'A', {
      model: [{ calls: [call], usage }, { text: 'Yes, 3.' }],
      tools,
      catalogue,
    });

    await worker.run(await world.submit());

    // 600 tokens at $0.10, 400 at $0.01, 100 at $0.42 a million; then 10 and 5.
    expect(await linesOf(world)).toMatchObject([
      { ...deepSeek, ...usage, why: 'answer', end: 'answered', cost: '0.000106', estimated: false },
      { ...deepSeek, inputTokens: 10, outputTokens: 5, why: 'answer', end: 'answered', cost: '0.0000031' },
    ]);
    expect((await world.replyTo()).usage).toMatchObject({ inputTokens: 1_010, outputTokens: 105, costUsd: 0.0001091 });
  });

  it('says why each call was made, and costs nothing where the endpoint took no request', async () => {
    const world = createWorld();
    const model = [down(), down(), { text: 'Yes.' }];
    await whilePassing(world.clock, createWorker(world, 'A', { model, catalogue }).run(await world.submit()));

    expect((await linesOf(world)).map(({ why, end, model: asked, cost }) => [why, end, asked, cost])).toEqual([
      ['answer', 'failed', 'deepseek', '0'],
      ['retry', 'failed', 'deepseek', '0'],
      ['fallback', 'answered', 'gemini', '0.0000155'],
    ]);
  });

  it('counts an answer that was cut, marked as estimated', async () => {
    const world = createWorld();
    const cut = { fails: new TurnfleetError('model_unavailable', 'Cut.'), afterText: 'There are se' };
    const worker = createWorker(world, 'A', { model: [cut, { text: 'Yes.' }], catalogue });
    await whilePassing(world.clock, worker.run(await world.submit()));

    expect(await linesOf(world)).toMatchObject([
      { end: 'failed', estimated: true, cost: '0.0000031' },
      { end: 'answered', estimated: false },
    ]);
  });

  it('is noted before the call is sent, so that a worker which dies leaves no call unbilled', async () => {
    const world = createWorld();
    const record = await world.submit();
    const dying = createWorker(world, 'A', {
      model: [{ calls: [call] }, { text: 'Yes.' }],
      tools,
      meddle: diesBefore('commit'),
    });
    await expect(dying.run(record)).rejects.toThrow('killed');
    await createWorker(world, 'B').run(record);

    const [first, last, again, ...more] = await linesOf(world);
    expect(more).toEqual([]);
    // The end of the first call was noted with the second, whose own end nobody heard of: it is billed at the most.
    expect(first).toMatchObject({ end: 'answered', cost: '0.0000031' });
    expect(last).toMatchObject({ end: 'unknown', estimated: true, outputTokens: 8_192 });
    expect(Number(last?.cost)).toBeGreaterThan(0.0034);
    expect(again).toMatchObject({ end: 'answered', cost: '0.0000031' });
  });

  it('leaves out what could not be noted, as that was not sent', async () => {
    const world = createWorld();
    const record = await world.submit({ text: 'The case of my phone is broken.' });
    const worker = createWorker(world, 'A', {
      meddle: (step, when) => {
        if (step === 'note spending' && when === 'before') throw new TurnfleetError('overloaded', 'Away.');
      },
    });
    await whilePassing(world.clock, worker.run(record), 1_000);

    expect(worker.model.requests).toEqual([]);
    expect(await world.replyTo()).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded' } });
    expect(await linesOf(world)).toEqual([]);
  });

  it('is told to nobody but the log', async () => {
    const world = createWorld();
    await createWorker(world, 'A').run(await world.submit());

    const view = await world.state.gateway.view('c-1');
    expect(JSON.stringify([await world.journal(), view])).not.toContain('"calls"');
    expect((await world.replyTo()).usage.calls).toHaveLength(1);
  });

  it('goes with the turn under which it was spent, when several are answered together later', async () => {
    const world = createWorld();
    const first = await world.submit();
    await expect(createWorker(world, 'A', { meddle: diesBefore('commit') }).run(first)).rejects.toThrow('killed');
    const second = await world.submit({ turnId: 't-2', text: 'And in Beijing?' });
    await createWorker(world, 'B').run([first, second]);

    const usages = await usagesOf(world);
    expect(usages.map(({ turnId, calls }) => [turnId, calls.map(({ end }) => end)])).toEqual([
      ['t-1', ['unknown']],
      ['t-2', ['answered']],
    ]);
  });
});

const deepSeek = { model: 'deepseek', endpoint: 'here' };
const catalogue: Catalogue = (() => {
  const read = readCatalogue(`
endpoints:
  here: { api: openai, baseUrl: 'http://127.0.0.1:1/v1' }
models:
  deepseek:
    at: { here: deepseek }
    usdPerMillionTokens: { input: '0.10', cachedInput: '0.01', output: '0.42' }
    contextTokens: 128000
    maxOutputTokens: 8192
    latency: medium
    strength: 5
  gemini:
    at: { here: gemini }
    usdPerMillionTokens: { input: '0.30', output: '2.50' }
    contextTokens: 1000000
    maxOutputTokens: 65536
    latency: fast
    strength: 6
rules: [{ name: everyday, strategy: cheapest, use: [deepseek, gemini] }]
`);
  if (!read.ok) throw new Error(read.problems.join('; '));
  return read.catalogue;
})();
