import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { parseObject } from '../planning/json.ts';
import { anthropicTools, openAiTools, type Sim, startSim } from '../testing/start-sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await startSim();
});
afterEach(() => sim.behave({}));
afterAll(() => sim.app.stop());

const messages = [{ role: 'user' as const, content: 'SKU-2024-888 上海有货吗?' }];
const greeting = [{ role: 'user' as const, content: 'hello' }];

const having = (fault: object): { headers: Record<string, string> } => ({
  headers: { 'x-sim-behaviour': JSON.stringify({ faults: [fault] }) },
});

function ask(options: OpenAI.RequestOptions = {}, model = 'gpt-4.1'): Promise<OpenAI.Chat.ChatCompletion> {
  return sim.openAi.chat.completions.create({ model, messages, tools: openAiTools }, options);
}

function stream(options: OpenAI.RequestOptions = {}) {
  return sim.openAi.chat.completions.create({ model: 'gpt-4.1', messages: greeting, stream: true }, options);
}

function askAnthropic(options: Anthropic.RequestOptions = {}): Promise<Anthropic.Message> {
  return sim.anthropic.messages.create(
    { model: 'claude-sonnet-4.5', max_tokens: 500, messages, tools: anthropicTools },
    options,
  );
}

async function callOf(answer: Promise<OpenAI.Chat.ChatCompletion>) {
  const call = (await answer).choices[0]?.message.tool_calls?.[0];
  return call?.type === 'function' ? call.function : undefined;
}

function retryAfter(error: unknown): string | null {
  if (!(error instanceof OpenAI.APIError) || !(error.headers instanceof Headers)) throw new Error('not an API error');
  return error.headers.get('retry-after');
}

describe('a fault of one request, as the SDKs see it', () => {
  it('rate_limited: 429 with Retry-After', async () => {
    const error: unknown = await ask(having({ kind: 'rate_limited', retryAfterSeconds: 3 })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(retryAfter(error)).toBe('3');
    const other: unknown = await askAnthropic(having({ kind: 'rate_limited' })).catch((thrown: unknown) => thrown);
    expect(other).toBeInstanceOf(Anthropic.RateLimitError);
    expect(other).toMatchObject({ error: { error: { type: 'rate_limit_error' } } });
  });

  it('rate_limited without Retry-After', async () => {
    const error: unknown = await ask(having({ kind: 'rate_limited', retryAfterSeconds: null })).catch(
      (thrown: unknown) => thrown,
    );
    expect(retryAfter(error)).toBeNull();
  });

  it('server_error: 500', async () => {
    await expect(ask(having({ kind: 'server_error' }))).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    await expect(askAnthropic(having({ kind: 'server_error' }))).rejects.toBeInstanceOf(Anthropic.InternalServerError);
  });

  it('hang_before_headers: nothing comes until the client gives up', async () => {
    const options = { ...having({ kind: 'hang_before_headers' }), timeout: 50 };
    // The SDK tells a timeout from a lost connection by classes that differ inside jest; its base class is the same.
    await expect(ask(options)).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
  });

  it('hang_mid_stream: some text, then nothing', async () => {
    const abort = new AbortController();
    const chunks = await stream({ ...having({ kind: 'hang_mid_stream' }), signal: abort.signal });
    const received: unknown[] = [];
    for await (const chunk of chunks) {
      received.push(chunk);
      if (received.length === 4) abort.abort();
    }
    expect(received.length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(received)).not.toContain('"stop"');
  });

  it('cut_mid_stream: some text, then a broken connection', async () => {
    const received: unknown[] = [];
    const reading = (async () => {
      for await (const chunk of await stream(having({ kind: 'cut_mid_stream' }))) received.push(chunk);
    })();
    await expect(reading).rejects.toThrow();
    expect(received.length).toBeGreaterThan(0);
  });

  it('cut_mid_stream: half an answer that was not to be streamed', async () => {
    await expect(ask(having({ kind: 'cut_mid_stream' }))).rejects.toThrow();
    await expect(askAnthropic(having({ kind: 'cut_mid_stream' }))).rejects.toThrow();
  });

  it('error_mid_stream: some text, then an error in a stream that ends like any other', async () => {
    const received: unknown[] = [];
    const reading = (async () => {
      for await (const chunk of await stream(having({ kind: 'error_mid_stream' }))) received.push(chunk);
    })();
    await expect(reading).rejects.toThrow();
    expect(received.length).toBeGreaterThan(0);
    await expect(ask(having({ kind: 'error_mid_stream' }))).rejects.toBeInstanceOf(OpenAI.InternalServerError);
  });

  it('half_told: some text, then an end without a known reason', async () => {
    const reasons: unknown[] = [];
    for await (const chunk of await stream(having({ kind: 'half_told' })))
      reasons.push(chunk.choices[0]?.finish_reason);
    expect(reasons.length).toBeGreaterThan(1);
    expect(reasons.filter((reason) => reason !== null)).toEqual(['']);
  });

  it('malformed_arguments: no JSON object', async () => {
    const call = await callOf(ask(having({ kind: 'malformed_arguments' })));
    expect(call?.name).toBe('check_inventory');
    expect(parseObject(call?.arguments ?? '')).toBeNull();
    const other = await askAnthropic(having({ kind: 'malformed_arguments' }));
    expect(other.content).toMatchObject([{ type: 'tool_use', input: expect.stringContaining('SKU-2024-888') }]);
  });

  it('unknown_tool: one that was not offered', async () => {
    const call = await callOf(ask(having({ kind: 'unknown_tool' })));
    expect(openAiTools.map((tool) => tool.function.name)).not.toContain(call?.name);
  });

  it('empty_answer: neither text nor call', async () => {
    const answer = await ask(having({ kind: 'empty_answer' }));
    expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '' } });
    expect(await askAnthropic(having({ kind: 'empty_answer' }))).toMatchObject({
      content: [],
      stop_reason: 'end_turn',
    });
  });

  it('endless_tool_loop: calls, whatever the results', async () => {
    const said: OpenAI.Chat.ChatCompletionMessageParam[] = [...messages];
    for (let step = 0; step < 6; step++) {
      const params = { model: 'gpt-4.1', messages: said, tools: openAiTools };
      const answer = await sim.openAi.chat.completions.create(params, having({ kind: 'endless_tool_loop' }));
      const message = answer.choices[0]?.message;
      const call = message?.tool_calls?.[0];
      expect(call).toBeDefined();
      if (message && call) said.push(message, { role: 'tool', tool_call_id: call.id, content: '{"total":1}' });
    }
  });

  it('is not there for the next request', async () => {
    await ask(having({ kind: 'server_error' })).catch(() => undefined);
    expect((await callOf(ask()))?.name).toBe('check_inventory');
  });
});

describe('faults for everybody', () => {
  const outcomes = async (count: number): Promise<string> => {
    let marks = '';
    for (let at = 0; at < count; at++)
      marks += await ask().then(
        () => '.',
        () => 'x',
      );
    return marks;
  };

  it('hit the next requests, as many as they count', async () => {
    await sim.behave({ faults: [{ kind: 'server_error', count: 3 }] });
    expect(await outcomes(5)).toBe('xxx..');
    const state = await fetch(`${sim.url}/_sim/behaviour`);
    expect(await state.json()).toMatchObject({ faults: [{ kind: 'server_error', count: 3, fired: 3 }] });
  });

  it('hit by chance, but the same ones for the same seed', async () => {
    const behaviour = { faults: [{ kind: 'rate_limited', probability: 0.5, seed: 4 }] };
    await sim.behave(behaviour);
    const first = await outcomes(20);
    await sim.behave(behaviour);
    expect(await outcomes(20)).toBe(first);
    expect(first).toMatch(/x.*\.|\..*x/);
  });

  it('hit one model and leave the others alone', async () => {
    await sim.behave({ faults: [{ kind: 'server_error', models: ['deepseek-v3.2'] }] });
    await expect(ask({}, 'deepseek-v3.2')).rejects.toThrow();
    await expect(ask({}, 'gemini-2.5-flash')).resolves.toBeDefined();
  });

  it('wait for a request they fit', async () => {
    await sim.behave({ faults: [{ kind: 'malformed_arguments', count: 1 }] });
    await sim.openAi.chat.completions.create({ model: 'gpt-4.1', messages: greeting });
    expect(parseObject((await callOf(ask()))?.arguments ?? '')).toBeNull();
    expect(parseObject((await callOf(ask()))?.arguments ?? '')).not.toBeNull();
  });

  it('end when the behaviour is set anew', async () => {
    await sim.behave({ faults: [{ kind: 'server_error' }] });
    await sim.behave({});
    expect(await outcomes(2)).toBe('..');
  });

  it('are refused when they are misspelt, and nothing changes', async () => {
    const response = await sim.behave({ faults: [{ kind: 'server_eror' }] });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: 'faults[0].kind' } });
    expect(await outcomes(1)).toBe('.');
    await expect(ask({ headers: { 'x-sim-behaviour': '{' } })).rejects.toMatchObject({
      status: 400,
      param: 'x-sim-behaviour',
    });
  });
});
