import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isJson } from '../planning/json.ts';
import { anthropicTools, type Sim, startSim } from '../testing/start-sim.ts';
import { shopResults } from '../testing.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await startSim();
});
afterAll(() => sim.app.stop());

type Message = Anthropic.MessageParam;
type Params = Partial<Anthropic.MessageCreateParamsNonStreaming>;

const model = 'claude-sonnet-4.5';
const asking = (content: string): Message[] => [{ role: 'user', content }];
const stock = asking('SKU-2024-888 上海有货吗?');

function ask(messages: Message[], params: Params = {}): Promise<Anthropic.Message> {
  return sim.anthropic.messages.create({ model, max_tokens: 500, messages, tools: anthropicTools, ...params });
}

function callsOf({ content }: Anthropic.Message): Anthropic.ToolUseBlock[] {
  return content.filter((block) => block.type === 'tool_use');
}

function resultsOf(calls: readonly Anthropic.ToolUseBlock[]): Anthropic.ToolResultBlockParam[] {
  return calls.map(({ id, name, input }) => ({
    type: 'tool_result',
    tool_use_id: id,
    content: JSON.stringify(shopResults[name]?.(isJson(input) ? input : {})),
  }));
}

describe('messages, whole', () => {
  it('call the tool a question takes', async () => {
    const message = await ask(stock);
    expect(message).toMatchObject({ type: 'message', role: 'assistant', model, stop_reason: 'tool_use' });
    expect(callsOf(message)).toMatchObject([
      { id: expect.stringMatching(/^toolu_/), name: 'check_inventory', input: { sku: 'SKU-2024-888', city: '上海' } },
    ]);
  });

  it('go over three steps', async () => {
    const messages = asking('How much is SKU-2024-888 with coupon WELCOME10, and when would it arrive in Wuhan?');
    const steps: string[][] = [];
    let last = await ask(messages);
    for (; last.stop_reason === 'tool_use'; last = await ask(messages)) {
      steps.push(callsOf(last).map(({ name }) => name));
      messages.push({ role: 'assistant', content: last.content }, { role: 'user', content: resultsOf(callsOf(last)) });
    }
    expect(steps).toEqual([['get_product_info', 'estimate_delivery'], ['calculate_discount']]);
    expect(last.stop_reason).toBe('end_turn');
    expect(last.content).toMatchObject([{ type: 'text', text: expect.stringContaining('¥3,599.10') }]);
  });

  it('read the system prompt in blocks', async () => {
    const message = await ask(asking('SKU-2024-888有货吗'), { system: [{ type: 'text', text: 'Shopper city: 广州' }] });
    expect(callsOf(message)[0]?.input).toEqual({ sku: 'SKU-2024-888', city: '广州' });
  });

  it('are cut at max_tokens', async () => {
    const message = await ask(asking('hello'), { max_tokens: 3 });
    expect(message).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 3 } });
  });

  it.each<[string, Anthropic.ToolChoice, number]>([
    ['none', { type: 'none' }, 0],
    ['any', { type: 'any' }, 2],
    ['by name', { type: 'tool', name: 'get_product_info' }, 1],
    ['one at a time', { type: 'auto', disable_parallel_tool_use: true }, 1],
  ])('heed tool_choice: %s', async (_, tool_choice, calls) => {
    const message = await ask(asking('SKU-2024-888多少钱?上海有货吗?'), { tool_choice });
    expect(callsOf(message)).toHaveLength(calls);
  });
});

describe('messages, streamed', () => {
  it('come as the events the API documents', async () => {
    const stream = await sim.anthropic.messages.create({
      model,
      max_tokens: 500,
      messages: stock,
      tools: anthropicTools,
      stream: true,
    });
    const types: string[] = [];
    for await (const event of stream) if (event.type !== types.at(-1)) types.push(event.type);
    expect(types).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('are put together by the SDK to the message that comes whole, usage included', async () => {
    const messages = asking('SKU-2024-888和SKU-2024-001上海有货吗');
    const streamed = await sim.anthropic.messages
      .stream({ model, max_tokens: 500, messages, tools: anthropicTools })
      .finalMessage();
    const whole = await ask(messages);
    const inputs = (message: Anthropic.Message): unknown[] => callsOf(message).map(({ input }) => input);
    expect(inputs(streamed)).toEqual(inputs(whole));
    expect(streamed.usage).toMatchObject({
      input_tokens: whole.usage.input_tokens,
      output_tokens: whole.usage.output_tokens,
    });
    expect(streamed.stop_reason).toBe('tool_use');
  });

  it('bring text as it is written', async () => {
    const texts: string[] = [];
    const stream = sim.anthropic.messages.stream({ model, max_tokens: 500, messages: asking('hello') });
    stream.on('text', (text) => texts.push(text));
    expect(texts.join('')).toBe('');
    expect(await stream.finalText()).toBe(texts.join(''));
    expect(texts.length).toBeGreaterThan(3);
  });
});

describe('what is refused', () => {
  const call: Anthropic.ToolUseBlockParam = { type: 'tool_use', id: 'toolu_1', name: 'x', input: {} };

  it.each<[string, Params, number, string]>([
    ['an unknown model', { model: 'claude-9' }, 404, 'not_found_error'],
    ['no messages', { messages: [] }, 400, 'invalid_request_error'],
    ['no room for an answer', { max_tokens: 0 }, 400, 'invalid_request_error'],
    ['a choice of no tool', { tool_choice: { type: 'tool', name: 'no' } }, 400, 'invalid_request_error'],
    [
      'a call without a result',
      { messages: [...stock, { role: 'assistant', content: [call] }, ...stock] },
      400,
      'invalid_request_error',
    ],
  ])('%s', async (_, params, status, type) => {
    await expect(ask(stock, params)).rejects.toMatchObject({ status, error: { type: 'error', error: { type } } });
  });

  it('a request without a version', async () => {
    const response = await fetch(`${sim.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'anthropic-version: header is required' },
      request_id: response.headers.get('request-id'),
    });
  });

  it('a body too large, by its own name', async () => {
    const error: unknown = await ask(asking('x'.repeat(1_100_000))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 413, error: { error: { type: 'request_too_large' } } });
  });
});
