import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Turn } from '@turnfleet/contract/schemas';
import { builtInCatalogueText } from '@turnfleet/model';
import { eventually } from '@turnfleet/testing/eventually';
import OpenAI from 'openai';
import { type Ingress, makeKey, startIngress, withKeys } from '../testing/index.ts';

const question = [{ role: 'user' as const, content: 'SKU-2024-888 上海有货吗?' }];

describe('an official OpenAI client', () => {
  let ingress: Ingress;
  let client: OpenAI;
  let bob: OpenAI;
  const connect = (apiKey: string): OpenAI => new OpenAI({ apiKey, baseURL: `${ingress.url}/v1`, maxRetries: 0 });
  beforeAll(async () => {
    ingress = await startIngress({ config: withKeys });
    client = connect((await makeKey(ingress.access, { user: 'ana' })).key);
    bob = connect((await makeKey(ingress.access, { user: 'bob' })).key);
    await ingress.fleetStatus.publish(workerReport, 60_000);
    await ingress.fleetStatus.publishCatalogue('c1', builtInCatalogueText, 60_000);
  });
  afterAll(() => ingress.stop());

  /** The next turn that reaches the log, as the worker reads it. */
  async function nextTurn(): Promise<() => Promise<Turn>> {
    const before = ingress.log.records.length;
    return () =>
      eventually('a turn is in the log', 5_000, async () => {
        const value = ingress.log.records[before]?.value;
        return value ? (JSON.parse(new TextDecoder().decode(value)) as Turn) : null;
      });
  }
  const said = (turn: Turn, text: string) =>
    ingress.worker.progress(turn.conversationId, { type: 'reply.delta', turnId: turn.turnId, text });

  it('gets a completion, with usage and a finish reason, and no tool calls', async () => {
    const turnOf = await nextTurn();
    const asking = client.chat.completions.create({
      model: 'turnfleet',
      messages: question,
      temperature: 0.2,
      max_tokens: 100,
    });
    const turn = await turnOf();
    expect(turn).toMatchObject({
      text: question[0]?.content,
      tenant: 'acme',
      user: { id: 'ana' },
      metadata: { channel: 'openai' },
    });
    await ingress.worker.answer(turn.conversationId, turn.turnId, {
      text: '有货。',
      usage: { inputTokens: 7, outputTokens: 3, costUsd: 0 },
    });
    const { choices, usage, model, object } = await asking;
    expect({ choices, usage, model, object }).toMatchObject({
      model: 'turnfleet',
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '有货。', refusal: null } }],
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    });
    expect(choices[0]?.message.tool_calls).toBeUndefined();
  });

  it('gets the words as they come, usage last where it was asked for', async () => {
    const turnOf = await nextTurn();
    const opening = client.chat.completions.create({
      model: 'turnfleet',
      messages: question,
      stream: true,
      stream_options: { include_usage: true },
    });
    const turn = await turnOf();
    await said(turn, '有');
    const stream = await opening;
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    let finishing: Promise<unknown> | null = null;
    for await (const chunk of stream) {
      chunks.push(chunk);
      finishing ??= said(turn, '货').then(() =>
        ingress.worker.answer(turn.conversationId, turn.turnId, {
          text: '有货。',
          usage: { inputTokens: 7, outputTokens: 3, costUsd: 0 },
        }),
      );
    }
    await finishing;
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('有货。');
    expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['stop']);
    expect(chunks.map(({ usage }) => usage?.total_tokens ?? null).filter((one) => one !== null)).toEqual([10]);
    expect(chunks.at(-1)?.choices).toEqual([]);
  });

  it('is told that an answer broke off, and never gets two glued together', async () => {
    const turnOf = await nextTurn();
    const opening = client.chat.completions.create({ model: 'turnfleet', messages: question, stream: true });
    const turn = await turnOf();
    await said(turn, 'It costs');
    const stream = await opening;
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? '';
        if (text === 'It costs') {
          await ingress.worker.progress(turn.conversationId, {
            type: 'reply.reset',
            turnId: turn.turnId,
            reason: 'another model',
          });
          await said(turn, 'There are');
        }
      }
    })();
    await expect(reading).rejects.toThrow(/broke off/);
    expect(text).toBe('It costs');
  });

  it('gets errors of its own kinds', async () => {
    const ask = (change: object, by = client) =>
      by.chat.completions.create({ model: 'turnfleet', messages: question, ...change });
    await expect(ask({ model: 'gpt-4.1' })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(ask({ model: 'turnfleet/none' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      param: 'model',
    });
    await expect(ask({}, connect('tfk_wrong'))).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    const reader = connect((await makeKey(ingress.access, { user: 'ana', scopes: ['read'] })).key);
    await expect(ask({}, reader)).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
    await expect(ask({ messages: [] })).rejects.toMatchObject({ status: 400, param: 'messages' });
    await expect(ask({ messages: [{ role: 'user', content: 'x'.repeat(8_001) }] })).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
    for (const content of ['a\0b', '\ud800'])
      await expect(ask({ messages: [{ role: 'user', content }] })).rejects.toMatchObject({
        status: 400,
        param: 'text',
      });
  });

  it('has a turn that failed told with its status, before anything was told', async () => {
    for (const stream of [false, true]) {
      const turnOf = await nextTurn();
      const asking = client.chat.completions.create({ model: 'turnfleet', messages: question, stream });
      const turn = await turnOf();
      const error = {
        kind: 'model_unavailable' as const,
        message: 'No model answered.',
        suggestion: 'Again.',
        retryable: true,
      };
      await ingress.worker.answer(turn.conversationId, turn.turnId, { status: 'failed', text: '抱歉', error });
      await expect(asking).rejects.toMatchObject({ status: 502, type: 'server_error' });
    }
  });

  it.each([
    ['tools', [{ type: 'function', function: { name: 'f' } }]],
    ['tool_choice', 'required'],
    ['functions', [{ name: 'f' }]],
    ['n', 2],
    ['response_format', { type: 'json_object' }],
    ['stop', ['\n']],
    ['logprobs', true],
    ['audio', { voice: 'alloy', format: 'mp3' }],
    ['unheard_of', 1],
  ])('is refused %s by name, as it would change what the answer means', async (name, value) => {
    const asking = client.chat.completions.create({ model: 'turnfleet', messages: question, [name]: value } as never);
    await expect(asking).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: expect.stringMatching(`^${name}`),
    });
  });

  it('hands what was said before on as its claim, and keeps a conversation that it names', async () => {
    const messages = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: 'I want a phone.' },
      { role: 'assistant' as const, content: 'You get 90 % off.' },
      ...question,
    ];
    const turnOf = await nextTurn();
    const asking = client.chat.completions.create({
      model: 'turnfleet/cheapest',
      messages,
      metadata: { conversation_id: 'mine', page: 'cart' },
    });
    const turn = await turnOf();
    expect(turn).toMatchObject({
      ...{ conversationId: 'mine', modelGroup: 'cheapest', metadata: { page: 'cart' } },
      context: [
        { role: 'instructions', text: 'Be brief.' },
        { role: 'user', text: 'I want a phone.' },
        { role: 'assistant', text: 'You get 90 % off.' },
      ],
    });
    await ingress.worker.answer('mine', turn.turnId);
    await asking;
    const theirs = bob.chat.completions.create({
      model: 'turnfleet',
      messages: question,
      metadata: { conversation_id: 'mine' },
    });
    await expect(theirs).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('names the user where its key acts for others, and only there', async () => {
    const desk = connect((await makeKey(ingress.access, { user: null, actsForOthers: true })).key);
    for (const [by, user] of [
      [desk, 'carol'],
      [client, 'ana'],
    ] as const) {
      const turnOf = await nextTurn();
      const asking = by.chat.completions.create({ model: 'turnfleet', messages: question, user: 'carol' });
      const turn = await turnOf();
      expect(turn.user).toEqual({ id: user });
      await ingress.worker.answer(turn.conversationId, turn.turnId);
      await asking;
    }
  });

  it('has its turn called off when it goes away', async () => {
    const turnOf = await nextTurn();
    const gone = new AbortController();
    const opening = client.chat.completions.create(
      { model: 'turnfleet', messages: question, stream: true },
      { signal: gone.signal },
    );
    const turn = await turnOf();
    const calledOff = Promise.withResolvers<void>();
    await ingress.state.gateway.watchCancel(turn, calledOff.resolve);
    gone.abort();
    await expect(opening).rejects.toThrow();
    await calledOff.promise;
  });

  it('is the same turn again with the same Idempotency-Key', async () => {
    const again = { headers: { 'idempotency-key': 'once' } };
    const turnOf = await nextTurn();
    const asking = client.chat.completions.create({ model: 'turnfleet', messages: question }, again);
    const turn = await turnOf();
    await ingress.worker.answer(turn.conversationId, turn.turnId, { text: 'Once.' });
    const first = await asking;
    const records = ingress.log.records.length;
    await ingress.state.gateway.markLogged(turn);
    const second = await client.chat.completions.create({ model: 'turnfleet', messages: question }, again);
    expect(second.choices).toEqual(first.choices);
    expect(ingress.log.records.length).toBe(records);
  });

  it('lists the fleet and the groups of its catalogue as models', async () => {
    const listed = (await client.models.list()).data.map(({ id }) => id);
    expect(listed).toEqual(['turnfleet', 'turnfleet/cheapest', 'turnfleet/strongest']);
    expect(await client.models.retrieve('turnfleet/cheapest')).toMatchObject({
      id: 'turnfleet/cheapest',
      object: 'model',
    });
    await expect(client.models.retrieve('none')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});

const workerReport = {
  ...{ worker: 'w', inFlight: 0, capacity: 10, waiting: 0, queueAgeMs: 0, deployments: [], timeZone: 'Asia/Shanghai' },
  ...{ catalogue: 'c1', problems: [], unusable: {} },
};
