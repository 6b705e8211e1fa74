import { describe, expect, it } from '@jest/globals';
import type { Turn } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { builtInCatalogue, type ModelToolCall } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { createWorker, createWorld, type WorkerOptions, whilePassing } from '@turnfleet/pipeline-testing';

const fails = (kind: 'model_unavailable' | 'context_too_long' | 'model_refused'): ScriptedAnswer => ({
  fails: new TurnfleetError(kind, 'The endpoint says no.'),
});
const limited = (retryAfterMs: number): ScriptedAnswer => ({
  fails: new TurnfleetError('rate_limited', 'Too many requests.', { retryAfterMs }),
});
const complex = '请比较SKU-2024-888和SKU-2024-777,为什么差价这么大?如果预算5000,推荐哪个?';

/** Each turn on the built-in catalogue, one after another, with one worker. */
async function conversation(
  model: WorkerOptions['model'],
  turns: readonly Partial<Turn>[] = [{}],
  more: WorkerOptions = {},
) {
  const world = createWorld();
  const worker = createWorker(world, 'A', { ...(model ? { model } : {}), catalogue: builtInCatalogue, ...more });
  const begunAt = world.clock.now();
  for (const [at, turn] of turns.entries()) {
    const record = await world.submit({ turnId: `t-${at + 1}`, ...turn });
    await whilePassing(world.clock, worker.run(record), 100);
  }
  const asked = worker.model.requests.map(({ deployment }) => deployment?.model.id);
  const last = worker.ended.at(-1);
  if (!last) throw new Error('no turn ended');
  return { world, worker, asked, reply: last, requests: worker.model.requests, ms: world.clock.now() - begunAt };
}

describe('the model of a turn', () => {
  it('is that of the first rule that matches', async () => {
    const { asked } = await conversation([{ text: 'Yes.' }, { text: 'It depends.' }], [{}, { text: complex }]);
    expect(asked).toEqual(['deepseek-v3.2', 'gpt-4.1']);
  });

  it('stays the same through the steps of the turn, whatever they say', async () => {
    const call: ModelToolCall = { id: 'c', name: 'get_product_info', arguments: '{"sku":"SKU-2024-888"}' };
    const { asked } = await conversation([{ calls: [call] }, { text: complex }], [{}], {
      tools: { get_product_info: () => ({}) },
    });
    expect(asked).toEqual(['deepseek-v3.2', 'deepseek-v3.2']);
  });

  it('stays that of the conversation while the rule allows it', async () => {
    const { asked } = await conversation(
      [fails('model_unavailable'), fails('model_unavailable'), { text: 'Yes.' }, { text: 'Still here.' }],
      [{}, {}],
    );
    expect(asked).toEqual(['deepseek-v3.2', 'deepseek-v3.2', 'gemini-2.5-flash', 'gemini-2.5-flash']);
  });
});

describe('a model that fails', () => {
  it('is asked once more without a word to the shopper, then the next of the chain is', async () => {
    const { asked, reply, world } = await conversation([
      fails('model_unavailable'),
      fails('model_unavailable'),
      { text: 'Yes, 3.' },
    ]);
    expect(asked).toEqual(['deepseek-v3.2', 'deepseek-v3.2', 'gemini-2.5-flash']);
    expect(reply).toMatchObject({ status: 'completed', text: 'Yes, 3.', model: 'gemini-2.5-flash' });
    expect((await world.journal()).map(({ type }) => type)).not.toContain('reply.reset');
  });

  it('after a word is left at once, and the word taken back', async () => {
    const { asked, reply, world } = await conversation([
      { fails: new TurnfleetError('model_unavailable', 'cut'), afterText: 'There are 5' },
      { text: 'Yes, 3.' },
    ]);
    expect(asked).toEqual(['deepseek-v3.2', 'gemini-2.5-flash']);
    expect(reply.text).toBe('Yes, 3.');
    expect((await world.journal()).map(({ type }) => type)).toContain('reply.reset');
  });

  it('for a reason that lasts, such as its key, is not asked again', async () => {
    const revoked = new TurnfleetError('model_unavailable', 'It does not accept our key.', { lasting: true });
    const { asked, reply } = await conversation([{ fails: revoked }, { text: 'Yes.' }]);
    expect([asked, reply.status]).toEqual([['deepseek-v3.2', 'gemini-2.5-flash'], 'completed']);
  });

  it('for longer than a moment is not waited for: the endpoint said when, the next is asked now', async () => {
    const { asked, reply, ms } = await conversation([limited(8_000), { text: 'Yes.' }]);
    expect([asked, reply.status]).toEqual([['deepseek-v3.2', 'gemini-2.5-flash'], 'completed']);
    expect(ms).toBeLessThan(1_000);
  });

  it.each([
    ['refuses', fails('model_refused'), 'gpt-4.1'],
    ['ends with a refusal', { text: '', reason: 'refusal' } as const, 'gpt-4.1'],
    ['has too small a window', fails('context_too_long'), 'gemini-2.5-flash'],
    ['says nothing', { text: ' ' }, 'gemini-2.5-flash'],
  ])('in that it %s hands over to the chain of just that', async (_, answer, next) => {
    const { asked, reply } = await conversation([answer, { text: 'Yes.' }]);
    expect([asked, reply.status, reply.text]).toEqual([['deepseek-v3.2', next], 'completed', 'Yes.']);
  });

  it('costs what it told, at its own price, beside who answered', async () => {
    const { reply } = await conversation([
      { text: '', usage: { inputTokens: 100, outputTokens: 0 } },
      { text: 'Yes.' },
    ]);
    // 100 tokens of DeepSeek at $0.10, then 10 and 5 of Gemini at $0.30 and $2.50.
    expect(reply.usage).toMatchObject({ inputTokens: 110, outputTokens: 5, costUsd: 0.0000255 });
  });

  it('is followed by two others at most; then the shopper is told honestly', async () => {
    const all = Array.from({ length: 9 }, () => fails('model_unavailable'));
    const { asked, reply } = await conversation(all, [{ text: 'The case of my phone is broken.' }]);
    expect(new Set(asked)).toEqual(new Set(['deepseek-v3.2', 'gemini-2.5-flash', 'gpt-4.1']));
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable' } });
  });

  it('and fails again and again is left alone: its open breaker costs a turn nothing', async () => {
    const script = (request: { model: string }): ScriptedAnswer =>
      request.model === 'deepseek-v3.2' ? fails('model_unavailable') : { text: 'Yes.' };
    const turns = Array.from({ length: 14 }, (_, at) => ({ conversationId: `c-${at}` }));
    const { asked, worker } = await conversation(
      Array.from({ length: 60 }, () => script),
      turns,
    );
    expect(worker.ended.map(({ status }) => status)).toEqual(turns.map(() => 'completed'));
    expect(asked.slice(-3)).toEqual(['gemini-2.5-flash', 'gemini-2.5-flash', 'gemini-2.5-flash']);
  });
});

describe('a conversation that is too long for every model', () => {
  it('is answered without what was said before, and that is said', async () => {
    const tooLong = fails('context_too_long');
    const { reply, requests } = await conversation(
      [{ text: 'Hello.' }, tooLong, tooLong, { text: 'Yes.' }],
      [{ locale: 'en' }, { locale: 'en' }],
    );
    expect(requests.at(-2)?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(requests.at(-1)?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(reply).toMatchObject({ status: 'degraded', text: expect.stringMatching(/^Yes\.\n\n\(Our conversation/) });
  });
});

describe('what a vendor put on its messages', () => {
  it('goes back to its model, and to no other', async () => {
    const call: ModelToolCall = {
      ...{ id: 'c', name: 'get_product_info', arguments: '{"sku":"SKU-2024-888"}' },
      carried: { api: 'openai', fields: { thought_signature: 'x' } },
    };
    const down = fails('model_unavailable');
    const { requests, asked } = await conversation([{ calls: [call] }, down, down, { text: 'Yes.' }], [{}], {
      tools: { get_product_info: () => ({}) },
    });
    expect(asked).toEqual(['deepseek-v3.2', 'deepseek-v3.2', 'deepseek-v3.2', 'gemini-2.5-flash']);
    const carries = requests.map(({ messages }) => JSON.stringify(messages).includes('thought_signature'));
    expect(carries).toEqual([false, true, true, false]);
  });
});
