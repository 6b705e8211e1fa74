import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Turn } from '@turnfleet/contract/schemas';
import { eventually } from '@turnfleet/testing/eventually';
import OpenAI from 'openai';
import { type Ingress, makeKey, startIngress, withKeys } from '../testing/index.ts';

const input = 'SKU-2024-888 上海有货吗?';

describe('an official OpenAI client that asks for responses', () => {
  let ingress: Ingress;
  let client: OpenAI;
  let bob: OpenAI;
  const connect = (apiKey: string): OpenAI => new OpenAI({ apiKey, baseURL: `${ingress.url}/v1`, maxRetries: 0 });
  beforeAll(async () => {
    ingress = await startIngress({ config: withKeys });
    client = connect((await makeKey(ingress.access, { user: 'ana' })).key);
    bob = connect((await makeKey(ingress.access, { user: 'bob' })).key);
  });
  afterAll(() => ingress.stop());

  /** The next turn that reaches the log, as the worker reads it. */
  function nextTurn(): () => Promise<Turn> {
    const before = ingress.log.records.length;
    return () =>
      eventually('a turn is in the log', 5_000, async () => {
        const value = ingress.log.records[before]?.value;
        return value ? (JSON.parse(new TextDecoder().decode(value)) as Turn) : null;
      });
  }
  type Asked = Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming>;
  /** A whole response, once its turn was answered so. */
  async function respond(text: string, change: Asked = {}, by = client, options = {}) {
    const turnOf = nextTurn();
    const asking = by.responses.create({ model: 'turnfleet', input, ...change }, options);
    const turn = await turnOf();
    const usage = { inputTokens: 7, outputTokens: 3, costUsd: 0 };
    await ingress.state.gateway.markLogged(turn);
    await ingress.worker.answer(turn.conversationId, turn.turnId, { text, usage });
    return { turn, response: await asking };
  }
  const ask = (change: object, by = client) => by.responses.create({ model: 'turnfleet', input, ...change } as never);
  const said = (turn: Turn, text: string) =>
    ingress.worker.progress(turn.conversationId, { type: 'reply.delta', turnId: turn.turnId, text });

  it('gets one, with usage, and no calls of tools', async () => {
    const { turn, response } = await respond('有货。', { instructions: 'Be brief.', metadata: { page: 'cart' } });
    expect(turn).toMatchObject({
      ...{ text: input, tenant: 'acme', user: { id: 'ana' }, metadata: { channel: 'openai', page: 'cart' } },
      context: [{ role: 'instructions', text: 'Be brief.' }],
    });
    expect(response).toMatchObject({
      ...{ object: 'response', status: 'completed', model: 'turnfleet', error: null, output_text: '有货。' },
      ...{ instructions: 'Be brief.', metadata: { page: 'cart' }, previous_response_id: null, store: true },
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: '有货。' }] }],
      usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 },
    });
    expect(response.output).toHaveLength(1);
  });

  it('gets the words as they come, between what the protocol has around them', async () => {
    const turnOf = nextTurn();
    const opening = client.responses.create({ model: 'turnfleet', input, stream: true });
    const turn = await turnOf();
    await said(turn, '有');
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    let finishing: Promise<unknown> | null = null;
    for await (const event of await opening) {
      events.push(event);
      if (event.type !== 'response.output_text.delta') continue;
      finishing ??= said(turn, '货').then(() =>
        ingress.worker.answer(turn.conversationId, turn.turnId, { text: '有货。' }),
      );
    }
    await finishing;
    expect(events.map(({ type }) => type).filter((type) => type !== 'response.output_text.delta')).toEqual([
      ...['response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added'],
      ...['response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed'],
    ]);
    expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, index) => index));
    const deltas = events.flatMap((event) => (event.type === 'response.output_text.delta' ? [event.delta] : []));
    expect(deltas.join('')).toBe('有货。');
    expect(events.at(-1)).toMatchObject({ response: { status: 'completed', output: [{ status: 'completed' }] } });
  });

  it('gets the same from its own helper that puts a stream together', async () => {
    const turnOf = nextTurn();
    const stream = client.responses.stream({ model: 'turnfleet', input });
    const turn = await turnOf();
    await said(turn, '有');
    await ingress.worker.answer(turn.conversationId, turn.turnId, { text: '有货。' });
    expect(await stream.finalResponse()).toMatchObject({ status: 'completed', output_text: '有货。' });
  });

  it('is told that an answer broke off, as an error and as a response that failed', async () => {
    const turnOf = nextTurn();
    const asking = ingress.url;
    const key = (await makeKey(ingress.access, { user: 'ana' })).headers;
    const opening = fetch(`${asking}/v1/responses`, {
      ...{ method: 'POST', headers: { ...key, 'content-type': 'application/json' } },
      body: JSON.stringify({ model: 'turnfleet', input, stream: true }),
    });
    const turn = await turnOf();
    await said(turn, 'It costs');
    const response = await opening;
    const { conversationId, turnId } = turn;
    await ingress.worker.progress(conversationId, { type: 'reply.reset', turnId, reason: 'another model' });
    const text = await response.text();
    expect(text).toMatch(/event: error\ndata: \{"type":"error",.*broke off/);
    expect(text).toMatch(/event: response.failed\ndata: .*"status":"failed".*"text":"It costs"/);
    expect(text).not.toContain('response.completed');
  });

  it('has a turn that failed told with its status, and one that was refused as incomplete', async () => {
    const failing = { message: 'No.', suggestion: 'Again.', retryable: true };
    for (const stream of [false, true]) {
      const turnOf = nextTurn();
      const asking = ask({ stream });
      const { conversationId, turnId } = await turnOf();
      const error = { kind: 'model_unavailable' as const, ...failing };
      await ingress.worker.answer(conversationId, turnId, { status: 'failed', text: '抱歉', error });
      await expect(asking).rejects.toMatchObject({ status: 502, type: 'server_error' });
    }
    const turnOf = nextTurn();
    const asking = ask({});
    const { conversationId, turnId } = await turnOf();
    const error = { kind: 'model_refused' as const, ...failing };
    await ingress.worker.answer(conversationId, turnId, { status: 'failed', text: '抱歉', error });
    expect(await asking).toMatchObject({
      ...{ status: 'incomplete', incomplete_details: { reason: 'content_filter' }, output_text: '抱歉' },
    });
  });

  it('goes on from a response, in the conversation of that', async () => {
    const first = await respond('Yes.');
    const again = { headers: { 'idempotency-key': 'once' } };
    const second = await respond('Two.', { previous_response_id: first.response.id }, client, again);
    expect(second.turn.conversationId).toBe(first.turn.conversationId);
    expect(second.response.previous_response_id).toBe(first.response.id);
    const repeated = await client.responses.create(
      { model: 'turnfleet', input, previous_response_id: first.response.id },
      again,
    );
    expect(repeated.output_text).toBe('Two.');
    await expect(ask({ previous_response_id: first.response.id })).rejects.toMatchObject({
      ...{ status: 409, param: 'previous_response_id' },
    });
    expect((await respond('Three.', { previous_response_id: second.response.id })).turn.conversationId).toBe(
      first.turn.conversationId,
    );
  });

  it('is not told of another’s response, nor of an item of it, however it asks', async () => {
    const { response } = await respond('My secret.');
    const forged = `resp_${Buffer.from('mine/t-1').toString('base64url')}`;
    const refusals = [];
    for (const id of [response.id, forged, 'resp_nothing', 'resp_', `${response.id}A`]) {
      const error = (await ask({ previous_response_id: id }, bob).catch((one: unknown) => one)) as InstanceType<
        typeof OpenAI.APIError
      >;
      refusals.push(`${error.status} ${error.code} ${error.param} ${error.message.replaceAll(id, 'ID')}`);
    }
    expect(new Set(refusals)).toEqual(
      new Set(["400 previous_response_not_found previous_response_id 400 Previous response with id 'ID' not found."]),
    );
    const items = (id: string) => [
      { type: 'item_reference', id },
      { role: 'user', content: 'What was that?' },
    ];
    for (const id of [response.output[0]?.id ?? '', forged.replace('resp', 'msg')]) {
      await expect(ask({ input: items(id) }, bob)).rejects.toMatchObject({ status: 400, param: 'input[0].id' });
    }
  });

  it('has an answer that it names told in its place, and texts of parts as texts', async () => {
    const { response } = await respond('Yes.');
    const { turn } = await respond('Again.', {
      input: [
        { role: 'developer', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'input_text', text: 'Is it there?' }] },
        { type: 'item_reference', id: response.output[0]?.id ?? '' },
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { role: 'user', content: 'Really?' },
        ...([{ role: 'assistant', content: [{ type: 'output_text', text: 'Quite.' }] }] as never[]),
        { role: 'user', content: [{ type: 'input_text', text: 'Sure?' }] },
      ],
    });
    expect(turn.text).toBe('Sure?');
    expect(turn.context).toEqual([
      { role: 'instructions', text: 'Be brief.' },
      { role: 'user', text: 'Is it there?' },
      { role: 'assistant', text: 'Yes.' },
      { role: 'user', text: 'Really?' },
      { role: 'assistant', text: 'Quite.' },
    ]);
  });

  it('has what is harmless taken, and what is neutral', async () => {
    const { response } = await respond('Yes.', {
      ...{ temperature: 0.2, top_p: 1, max_output_tokens: 100, store: false, truncation: 'auto', tools: [] },
      ...{ tool_choice: 'auto', parallel_tool_calls: true, text: { format: { type: 'text' }, verbosity: 'low' } },
      ...{ reasoning: { effort: 'low' }, include: ['reasoning.encrypted_content'], background: false },
      ...{ user: 'somebody', service_tier: 'auto', prompt_cache_key: 'k', safety_identifier: 's', conversation: null },
    });
    expect(response.status).toBe('completed');
  });

  it.each([
    ['tools', [{ type: 'function', name: 'f', parameters: {}, strict: null }]],
    ['tool_choice', 'required'],
    ['text', { format: { type: 'json_object' } }],
    ['include', ['message.output_text.logprobs']],
    ['background', true],
    ['conversation', 'conv_1'],
    ['prompt', { id: 'pmpt_1' }],
    ['top_logprobs', 3],
    ['stream_options', { include_obfuscation: false }],
    ['input', []],
    ['input', [{ role: 'assistant', content: 'Yes.' }]],
    ['input', [{ role: 'user', content: [{ type: 'input_image', image_url: 'data:' }] }]],
    ['input', [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }]],
    ['input', Array.from({ length: 102 }, (_, i) => (i < 101 ? { id: `msg_${i}` } : { role: 'user', content: 'Hi' }))],
    ['unheard_of', 1],
  ])('is refused %s by name, as it would change what the answer means', async (name, value) => {
    await expect(ask({ [name]: value })).rejects.toMatchObject({
      ...{ status: 400, type: 'invalid_request_error', param: expect.stringMatching(`^${name}`) },
    });
  });

  it('has its turn called off when it goes away', async () => {
    const turnOf = nextTurn();
    const gone = new AbortController();
    const opening = client.responses.create({ model: 'turnfleet', input, stream: true }, { signal: gone.signal });
    const turn = await turnOf();
    const calledOff = Promise.withResolvers<void>();
    await ingress.state.gateway.watchCancel(turn, calledOff.resolve);
    gone.abort();
    await expect(opening).rejects.toThrow();
    await calledOff.promise;
  });
});
