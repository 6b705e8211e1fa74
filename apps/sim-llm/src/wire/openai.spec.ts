import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { parseObject } from '../planning/json.ts';
import { openAiTools, type Sim, startSim } from '../testing/start-sim.ts';
import { shopResults } from '../testing.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await startSim();
});
afterAll(() => sim.app.stop());

type Message = OpenAI.Chat.ChatCompletionMessageParam;
type Params = Partial<OpenAI.Chat.ChatCompletionCreateParamsNonStreaming>;

const asking = (content: string): Message[] => [{ role: 'user', content }];
const stock = asking('SKU-2024-888 上海有货吗?');

function ask(messages: Message[], params: Params = {}): Promise<OpenAI.Chat.ChatCompletion> {
  return sim.openAi.chat.completions.create({ model: 'gpt-4.1', messages, tools: openAiTools, ...params });
}

interface Call {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

function callsOf(message: OpenAI.Chat.ChatCompletionMessage | undefined): Call[] {
  return (message?.tool_calls ?? []).flatMap((call) =>
    call.type === 'function'
      ? [{ id: call.id, name: call.function.name, args: parseObject(call.function.arguments) ?? {} }]
      : [],
  );
}

function resultsOf(calls: readonly Call[]): Message[] {
  return calls.map(({ id, name, args }) => ({
    role: 'tool',
    tool_call_id: id,
    content: JSON.stringify(shopResults[name]?.(args)),
  }));
}

describe('chat completions, whole', () => {
  it('call the tool a question takes', async () => {
    const answer = await ask(stock);
    expect(answer).toMatchObject({ object: 'chat.completion', model: 'gpt-4.1' });
    expect(answer.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(callsOf(answer.choices[0]?.message)).toMatchObject([
      { name: 'check_inventory', args: { sku: 'SKU-2024-888', city: '上海' } },
    ]);
  });

  it('go over three steps: independent calls at once, then the one that needs a result, then the answer', async () => {
    const messages = asking('SKU-2024-888多少钱?用WELCOME10券能便宜多少,广州什么时候能到?');
    const steps: string[][] = [];
    let text: string | null = null;
    while (text === null && steps.length < 5) {
      const message = (await ask(messages)).choices[0]?.message;
      const calls = callsOf(message);
      steps.push(calls.map(({ name }) => name));
      if (message) messages.push(message);
      messages.push(...resultsOf(calls));
      text = message?.content ?? null;
    }
    expect(steps).toEqual([['get_product_info', 'estimate_delivery'], ['calculate_discount'], []]);
    expect(text).toContain('¥3,599.10');
  });

  it('make one call at a time when parallel calls are off', async () => {
    const both = asking('SKU-2024-888多少钱?上海有货吗?');
    const first = await ask(both, { parallel_tool_calls: false });
    expect(callsOf(first.choices[0]?.message).map(({ name }) => name)).toHaveLength(1);
  });

  it('give every call an id of its own', async () => {
    const answer = await ask(asking('SKU-2024-888和SKU-2024-001上海有货吗'));
    const ids = callsOf(answer.choices[0]?.message).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.startsWith('call_'))).toBe(true);
  });

  it('count tokens: the same for the same, more for more, the sum in total', async () => {
    const [one, again, longer] = await Promise.all([ask(stock), ask(stock), ask([...asking('hello'), ...stock])]);
    expect(again.usage?.prompt_tokens).toBe(one.usage?.prompt_tokens);
    expect(longer.usage?.prompt_tokens).toBeGreaterThan(one.usage?.prompt_tokens ?? 0);
    expect(one.usage?.total_tokens).toBe((one.usage?.prompt_tokens ?? 0) + (one.usage?.completion_tokens ?? 0));
  });

  it.each(['max_tokens', 'max_completion_tokens'] as const)('are cut at %s', async (limit) => {
    const answer = await ask(asking('hello'), { [limit]: 3 });
    expect(answer.choices[0]?.finish_reason).toBe('length');
    expect(answer.usage?.completion_tokens).toBe(3);
  });

  it('are equal for equal seeds, call ids included', async () => {
    const said = async (seed: number): Promise<unknown> => {
      const [text, call] = await Promise.all([ask(asking('hello'), { seed }), ask(stock, { seed })]);
      return [text.choices, text.id, call.choices];
    };
    expect(await said(11)).toEqual(await said(11));
    const variants = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(said));
    expect(new Set(variants.map((variant) => JSON.stringify(variant))).size).toBe(8);
  });

  it('take text in parts and a developer message', async () => {
    const answer = await ask([
      { role: 'developer', content: [{ type: 'text', text: 'Shopper city: 广州' }] },
      { role: 'user', content: [{ type: 'text', text: 'SKU-2024-888有货吗' }] },
    ]);
    expect(callsOf(answer.choices[0]?.message)[0]?.args).toEqual({ sku: 'SKU-2024-888', city: '广州' });
  });
});

describe('tool_choice', () => {
  it('none: no call, and no made-up figure', async () => {
    const answer = await ask(stock, { tool_choice: 'none' });
    expect(answer.choices[0]?.message.tool_calls).toBeUndefined();
    expect(answer.choices[0]?.message.content).not.toMatch(/\d/);
  });

  it('required: a call even for a greeting', async () => {
    const answer = await ask(asking('hello'), { tool_choice: 'required' });
    expect(callsOf(answer.choices[0]?.message)).toHaveLength(1);
  });

  it('by name: that function, with what is known', async () => {
    const tool_choice = { type: 'function', function: { name: 'estimate_delivery' } } as const;
    const answer = await ask(stock, { tool_choice });
    expect(callsOf(answer.choices[0]?.message)).toMatchObject([
      { name: 'estimate_delivery', args: { sku: 'SKU-2024-888', city: '上海' } },
    ]);
  });
});

describe('chat completions, streamed', () => {
  it('bring the same answer piece by piece, usage last', async () => {
    const params = { model: 'gpt-4.1', messages: asking('hello'), seed: 5 };
    const whole = await sim.openAi.chat.completions.create(params);
    const stream = await sim.openAi.chat.completions.create({
      ...params,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.Chat.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      whole.choices[0]?.message.content,
    );
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks[0]?.usage).toBeNull();
  });

  it('leave usage out unless it is asked for', async () => {
    const stream = await sim.openAi.chat.completions.create({ model: 'gpt-4.1', messages: stock, stream: true });
    for await (const chunk of stream) expect(chunk.usage).toBeUndefined();
  });

  it('are put together by the SDK, parallel calls too', async () => {
    const runner = sim.openAi.chat.completions.stream({
      model: 'gpt-4.1',
      messages: asking('SKU-2024-888和SKU-2024-001上海有货吗'),
      tools: openAiTools,
    });
    const completion = await runner.finalChatCompletion();
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(callsOf(completion.choices[0]?.message).map(({ args }) => args['sku'])).toEqual([
      'SKU-2024-888',
      'SKU-2024-001',
    ]);
  });
});

describe('models', () => {
  it('lists those of the catalogue', async () => {
    const { data } = await sim.openAi.models.list();
    expect(data.map(({ id }) => id)).toEqual(['gpt-4.1', 'claude-sonnet-4.5', 'gemini-2.5-flash', 'deepseek-v3.2']);
    expect(await sim.openAi.models.retrieve('deepseek-v3.2')).toMatchObject({ object: 'model', owned_by: 'deepseek' });
  });
});

describe('what is refused', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'x', arguments: '{}' } } as const;

  it.each<[string, Params, { status: number; code?: string | null; param?: string }]>([
    ['an unknown model', { model: 'gpt-9' }, { status: 404, code: 'model_not_found', param: 'model' }],
    ['no messages', { messages: [] }, { status: 400, param: 'messages' }],
    ['two choices', { n: 2 }, { status: 400, param: 'n' }],
    ['JSON mode', { response_format: { type: 'json_object' } }, { status: 400, param: 'response_format.type' }],
    [
      'a choice of no tool',
      { tool_choice: { type: 'function', function: { name: 'no' } } },
      { status: 400, param: 'tool_choice' },
    ],
    [
      'a result without a call',
      { messages: [{ role: 'tool', tool_call_id: 'call_1', content: '{}' }] },
      { status: 400, param: 'messages' },
    ],
    [
      'a call without a result',
      { messages: [...stock, { role: 'assistant', tool_calls: [call] }, ...stock] },
      { status: 400, param: 'messages' },
    ],
  ])('%s', async (_, params, expected) => {
    await expect(ask(stock, params)).rejects.toMatchObject({ type: 'invalid_request_error', ...expected });
  });

  it.each([
    ['what is not JSON', '{"model":', 'application/json', 400],
    ['another media type', 'hello', 'text/plain', 415],
    ['a body beyond 1 MiB', JSON.stringify({ pad: 'x'.repeat(1_100_000) }), 'application/json', 413],
    ['no object', '[]', 'application/json', 400],
  ])('%s, in the shape of the vendor', async (_, body, type, status) => {
    const response = await fetch(`${sim.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.any(String) },
    });
  });

  it('reaches the SDK as its own error classes, with a request id', async () => {
    const error: unknown = await ask(stock, { model: 'gpt-9' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error).toMatchObject({ requestID: expect.stringMatching(/^req_/) });
  });
});
