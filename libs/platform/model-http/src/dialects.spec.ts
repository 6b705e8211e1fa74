import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInCatalogue, type ModelMessage } from '@turnfleet/model';
import { createModelClient } from './model-client.ts';
import { addressesAt, askOnce, type Body, scriptedEndpoint, someRequest } from './testing.ts';

let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
beforeAll(async () => {
  endpoint = await scriptedEndpoint();
});
afterEach(() => void endpoint.asked.splice(0));
afterAll(() => endpoint.close());

const answer = `data: ${JSON.stringify({ choices: [{ delta: { content: 'Yes' }, finish_reason: 'stop' }] })}\n\n`;

/** Refuses requests that `complaint` finds something wrong with. */
function refusing(complaint: (body: Body) => object | null, status = 400): void {
  endpoint.answers((response, body) => {
    const error = complaint(body);
    if (error) response.writeHead(status).end(JSON.stringify({ error }));
    else response.writeHead(200).end(answer);
  });
}

const unless = (field: string, error: object) => (body: Body) => (field in body ? error : null);

describe('an endpoint that refuses a parameter', () => {
  it.each<[string, string, object]>([
    [
      'max_tokens',
      'in its words',
      {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      },
    ],
    ['stream_options', 'in words of pydantic', { message: 'stream_options: Extra inputs are not permitted' }],
    ['temperature', 'by name', { message: 'Unsupported value.', param: 'temperature', code: 'unsupported_value' }],
    ['seed', 'of which it knows nothing', { message: 'Unrecognized request argument supplied: seed' }],
    ['tool_choice', 'as some local servers', { message: 'tool_choice is not supported' }],
  ])('is asked once more without %s, named %s', async (field, _, error) => {
    refusing(unless(field, error));
    expect((await askOnce(endpoint.url, { temperature: 0.5, seed: 3 })).text).toBe('Yes');
    expect(endpoint.asked).toHaveLength(2);
    if (field === 'max_tokens') expect(endpoint.asked[1]).toMatchObject({ max_completion_tokens: 100 });
  });

  it('is asked once more in Anthropic’s protocol too', async () => {
    const whole = { type: 'message', content: [{ type: 'text', text: 'Yes' }], stop_reason: 'end_turn' };
    endpoint.answers((response, body) => {
      const error = { type: 'invalid_request_error', message: '`temperature` is not supported by this model' };
      if ('temperature' in body) response.writeHead(400).end(JSON.stringify({ type: 'error', error }));
      else response.end(JSON.stringify(whole));
    });
    expect((await askOnce(endpoint.url, { model: 'claude-sonnet-4.5', temperature: 0.5 })).text).toBe('Yes');
    expect(endpoint.asked).toHaveLength(2);
  });

  it('is not asked so again, and it is told once', async () => {
    refusing(unless('stream_options', { message: 'Unknown parameter: stream_options' }));
    const told: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (_, message) => void told.push(message) };
    const client = createModelClient({
      catalogue: () => builtInCatalogue,
      addressOf: addressesAt(endpoint.url),
      clock: new ManualClock(0),
      logger,
    });
    for (let call = 0; call < 3; call++) {
      for await (const chunk of client.stream(someRequest, new AbortController().signal)) void chunk;
    }
    await client.close();
    expect(endpoint.asked.map((body) => 'stream_options' in body)).toEqual([true, false, false, false]);
    expect(told).toEqual([expect.stringContaining('"stream_options"')]);
  });

  it('is asked as its model says from the start', async () => {
    refusing(unless('max_tokens', { message: 'no' }));
    const request = { tokenLimit: 'max_completion_tokens', without: ['stream_options'] } as const;
    await askOnce(endpoint.url, {}, { request: { ...request, without: [...request.without] } });
    expect(endpoint.asked).toHaveLength(1);
    expect(endpoint.asked[0]).not.toHaveProperty('stream_options');
  });

  it('is not asked for ever when it refuses everything', async () => {
    refusing(() => ({ message: 'Unsupported parameter: max_tokens, max_completion_tokens' }));
    await expect(askOnce(endpoint.url)).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(endpoint.asked.length).toBeLessThanOrEqual(5);
  });

  it('is not asked again for a fault that no parameter of ours has', async () => {
    refusing(() => ({ message: 'Unknown message format: stop sending it' }));
    await expect(askOnce(endpoint.url)).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(endpoint.asked).toHaveLength(1);
  });
});

describe('a 400 for other reasons', () => {
  it.each([
    [
      { code: 'tool_use_failed', message: 'Failed to call a function. Please adjust your prompt.' },
      'model_unavailable',
    ],
    [{ code: 'context_length_exceeded', message: 'too long' }, 'context_too_long'],
    [{ code: 'content_filter', message: 'no' }, 'model_refused'],
  ])('is told for what it is: %j', async (error, kind) => {
    refusing(() => error);
    await expect(askOnce(endpoint.url)).rejects.toMatchObject({ kind });
    expect(endpoint.asked).toHaveLength(1);
  });
});

describe('an error that is written in another shape', () => {
  const tooLong = "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.";
  it.each<[string, unknown, string]>([
    [
      'as fields of the body',
      { object: 'error', message: tooLong, type: 'BadRequestError', code: 400 },
      'context_too_long',
    ],
    ['as a list', [{ error: { code: 400, message: tooLong } }], 'context_too_long'],
    ['as a sentence', { error: tooLong }, 'context_too_long'],
    ['as a detail', { detail: tooLong }, 'context_too_long'],
    ['as a page', '<html>Bad Request</html>', 'invalid_request'],
  ])('is read %s', async (_, body, kind) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    endpoint.answers((response) => void response.writeHead(400).end(text));
    await expect(askOnce(endpoint.url)).rejects.toMatchObject({ kind });
  });

  it('names the refused parameter in FastAPI’s words', async () => {
    endpoint.answers((response, body) => {
      const detail = [
        { type: 'extra_forbidden', loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' },
      ];
      if ('stream_options' in body) response.writeHead(422).end(JSON.stringify({ detail }));
      else response.end(answer);
    });
    expect((await askOnce(endpoint.url)).text).toBe('Yes');
  });
});

describe('what a vendor put beside an answer', () => {
  const message = { content: null, reasoning_content: 'hm', vendor_state: { s: 1 } };
  const call = {
    id: 'a',
    function: { name: 'check_inventory', arguments: '{}' },
    extra_content: { google: { thought_signature: 'sig' } },
  };
  const exchange = async (): Promise<readonly ModelMessage[]> => {
    endpoint.answers((response) =>
      response.end(
        JSON.stringify({ choices: [{ message: { ...message, tool_calls: [call] }, finish_reason: 'tool_calls' }] }),
      ),
    );
    const { end } = await askOnce(endpoint.url);
    endpoint.asked.splice(0);
    const toolCalls = end?.toolCalls ?? [];
    return [
      ...someRequest.messages,
      { role: 'assistant', text: '', toolCalls, carried: end?.carried },
      { role: 'tool', callId: 'a', content: '{}' },
    ];
  };
  const sentBack = (at: number): unknown => (endpoint.asked[at]?.['messages'] as unknown[])[1];

  it('goes back unread with the next step, thoughts left out', async () => {
    const messages = await exchange();
    refusing(() => null);
    await askOnce(endpoint.url, { messages });
    expect(sentBack(0)).toMatchObject({
      vendor_state: { s: 1 },
      tool_calls: [{ id: 'a', extra_content: call.extra_content }],
    });
    expect(sentBack(0)).not.toHaveProperty('reasoning_content');
  });

  it('goes back with its thoughts where an endpoint insists', async () => {
    const messages = await exchange();
    refusing(({ messages: sent }) =>
      JSON.stringify(sent).includes('"reasoning_content":"hm"')
        ? null
        : { message: 'The `reasoning_content` in the thinking mode must be passed back to the API.' },
    );
    expect((await askOnce(endpoint.url, { messages })).text).toBe('Yes');
    expect(sentBack(1)).toHaveProperty('reasoning_content', 'hm');
  });

  it('stays away from an endpoint that does not know its own fields', async () => {
    const messages = await exchange();
    refusing(({ messages: sent }) =>
      JSON.stringify(sent).includes('vendor_state')
        ? { message: "messages[1]: Additional properties are not allowed ('vendor_state' was unexpected)" }
        : null,
    );
    expect((await askOnce(endpoint.url, { messages })).text).toBe('Yes');
    expect(endpoint.asked).toHaveLength(2);
  });

  it('does not go to another protocol', async () => {
    const messages = await exchange();
    endpoint.answers((response) =>
      response.end(
        JSON.stringify({ type: 'message', content: [{ type: 'text', text: 'Yes' }], stop_reason: 'end_turn' }),
      ),
    );
    expect((await askOnce(endpoint.url, { messages, model: 'claude-sonnet-4.5' })).text).toBe('Yes');
    expect(JSON.stringify(endpoint.asked[0])).not.toMatch(/vendor_state|thought_signature/);
  });
});

describe('the address of an endpoint', () => {
  it('may have a query and headers of its own', async () => {
    let seen: unknown;
    endpoint.answers((response, _, { url, headers }) => {
      seen = [url, headers['api-key'], headers.authorization];
      response.end(answer);
    });
    const address = { baseUrl: `${endpoint.url}/openai/deployments/d?api-version=2024-10-21`, apiKey: 'none' };
    const headers = { 'api-key': 'secret', authorization: null };
    await askOnce(endpoint.url, {}, {}, { addressOf: () => ({ ...address, headers }) });
    expect(seen).toEqual(['/openai/deployments/d/chat/completions?api-version=2024-10-21', 'secret', undefined]);
  });
});

describe('a model that is asked for whole answers', () => {
  it.each([
    ['deepseek-v3.2', { choices: [{ message: { content: 'Yes' }, finish_reason: 'stop' }] }],
    ['claude-sonnet-4.5', { type: 'message', content: [{ type: 'text', text: 'Yes' }], stop_reason: 'end_turn' }],
  ])('gives them: %s', async (model, body) => {
    endpoint.answers((response) => response.end(JSON.stringify(body)));
    expect((await askOnce(endpoint.url, { model }, { request: { streaming: false } })).text).toBe('Yes');
    expect(endpoint.asked[0]).not.toHaveProperty('stream');
  });
});

describe('the patience of a call', () => {
  const limits = { headersTimeoutMs: 30, idleTimeoutMs: 30 };
  /** Answers after more than `limits` allow. */
  const late = (): void =>
    endpoint.answers((response) => {
      setTimeout(() => response.end(answer), 200);
    });

  it('is half of what is left of the turn', async () => {
    late();
    expect((await askOnce(endpoint.url, { patienceMs: 10_000 }, {}, { limits })).text).toBe('Yes');
  });

  it('is what the model says, if it says something', async () => {
    late();
    expect((await askOnce(endpoint.url, {}, { firstByteMs: 5_000 }, { limits })).text).toBe('Yes');
    await expect(askOnce(endpoint.url, { patienceMs: 10_000 }, { firstByteMs: 30 })).rejects.toMatchObject({
      kind: 'model_unavailable',
    });
  });
});
