import { describe, expect, it } from '@jest/globals';
import { decodeShadow, topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { builtInCatalogue, type Catalogue, type ModelRequest } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { createWorker, createWorld, type WorkerOptions, whilePassing } from '@turnfleet/pipeline-testing';

const catalogue = (share = 1): Catalogue => ({ ...builtInCatalogue, shadow: { model: 'gpt-4.1', share } });
const call = (args: object) => ({ id: 'c', name: 'check_inventory', arguments: JSON.stringify(args) });
const asked = { sku: 'SKU-2024-888', city: '上海' };

type Answers = (step: number) => ScriptedAnswer;
const stepOf = ({ messages }: ModelRequest): number => messages.filter(({ role }) => role === 'assistant').length;

const answering: Answers = (step) =>
  step === 0 ? { calls: [call(asked)] } : { text: 'SKU-2024-888 has 128 in stock for ¥5,999.' };

/** One turn that a candidate is asked, too. */
async function compared(candidate: Answers, more: WorkerOptions = {}, model: Answers = answering) {
  const world = createWorld();
  const script = (request: ModelRequest): ScriptedAnswer =>
    (request.model === 'gpt-4.1' ? candidate : model)(stepOf(request));
  let calls = 0;
  const worker = createWorker(world, 'A', {
    model: Array.from({ length: 12 }, () => script),
    tools: { check_inventory: () => ({ total: ++calls }) },
    catalogue: catalogue(),
    ...more,
  });
  const begunAt = world.clock.now();
  await whilePassing(world.clock, worker.run(await world.submit()), 100);
  const records = (await world.allIn(topics.shadow)).map((record) => decodeShadow(record));
  return { world, worker, records, reply: await world.replyTo(), calls, ms: world.clock.now() - begunAt };
}

describe('a candidate that is asked unseen', () => {
  it('is compared step by step, with what the answering model had called', async () => {
    const { records } = await compared(answering);
    expect(records).toEqual([
      {
        ...{ conversationId: 'c-1', turnId: 't-1', tenant: 'default', at: expect.any(String) },
        ...{ model: 'deepseek-v3.2', candidate: 'gpt-4.1', endpoint: 'openai' },
        steps: [
          { result: 'same', answered: ['check_inventory'], candidate: ['check_inventory'], differing: [] },
          { result: 'same', answered: [], candidate: [], differing: [] },
        ],
        figures: { both: ['128', '5999'], onlyAnswered: [], onlyCandidate: [] },
      },
    ]);
  });

  it('is found out where it asks for something else or states other figures', async () => {
    const { records } = await compared((step) =>
      step === 0 ? { calls: [call({ ...asked, city: '广州' })] } : { text: 'It has 64 for 5999 yuan.' },
    );
    expect(records[0]?.steps[0]).toMatchObject({ result: 'arguments', differing: ['check_inventory.city'] });
    expect(records[0]?.figures).toEqual({ both: ['5999'], onlyAnswered: ['128'], onlyCandidate: ['64'] });
  });

  it('shows nothing, makes no call, and costs its own lines, beside the sums of the turn', async () => {
    const { world, reply, calls, worker } = await compared(() => ({
      calls: [call(asked), call(asked)],
      text: 'Wait.',
    }));
    expect(calls).toBe(1);
    expect(reply.text).toBe('SKU-2024-888 has 128 in stock for ¥5,999.');
    expect(JSON.stringify(await world.journal())).not.toContain('Wait.');
    expect(worker.model.requests).toHaveLength(4);
    const lines = reply.usage.calls?.map(({ model, why, end }) => `${model} ${why} ${end}`).toSorted();
    expect(lines).toEqual([
      ...['deepseek-v3.2 answer answered', 'deepseek-v3.2 answer answered'],
      ...['gpt-4.1 shadow answered', 'gpt-4.1 shadow answered'],
    ]);
    // Two calls of DeepSeek with 10 and 5 tokens.
    expect([reply.usage.inputTokens, reply.usage.costUsd]).toEqual([20, 0.0000062]);
  });

  it('keeps the turn from nothing when it fails', async () => {
    const { records, reply } = await compared(() => ({ fails: new TurnfleetError('model_unavailable', 'No.') }));
    expect([reply.status, records[0]?.steps.map(({ result }) => result)]).toEqual(['completed', ['failed', 'failed']]);
    expect(records[0]?.figures).toBeNull();
  });

  it('is not waited for longer than two seconds, and billed', async () => {
    const { records, reply, ms } = await compared(() => ({ hangs: true }));
    expect(records[0]?.steps.map(({ result }) => result)).toEqual(['late', 'late']);
    expect(reply.usage.calls?.filter(({ why }) => why === 'shadow').map(({ end }) => end)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(ms).toBeLessThan(3_000);
  });

  it('of a turn that failed is called off at once, and told of nowhere', async () => {
    const alone = { ...catalogue(), fallback: { ...builtInCatalogue.fallback, refused: [] } };
    const down: Answers = () => ({ fails: new TurnfleetError('model_refused', 'No.') });
    const { records, reply, ms } = await compared(() => ({ hangs: true }), { catalogue: alone }, down);
    expect([reply.status, records]).toEqual(['failed', []]);
    expect(ms).toBeLessThan(1_000);
  });

  it('is asked for its share of the turns only', async () => {
    const { records, worker } = await compared(answering, { catalogue: catalogue(0.4) });
    expect([records, worker.model.requests.length]).toEqual([[], 2]);
  });

  it('keeps no turn waiting for a topic that takes nothing', async () => {
    const refuse = new TurnfleetError('forbidden', 'Not for this client.');
    const { reply, records } = await compared(answering, {
      meddle: (step, when) => {
        if (step === `append ${topics.shadow}` && when === 'before') throw refuse;
      },
    });
    expect([reply.status, records]).toEqual(['completed', []]);
  });
});
