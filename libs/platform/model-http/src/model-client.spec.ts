import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, trace } from '@opentelemetry/api';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInCatalogue, type ModelChunk, type ModelRequest } from '@turnfleet/model';
import { type KeptSpans, keepSpans } from '@turnfleet/telemetry/testing';
import { createModelClient, type HttpModelClient } from './model-client.ts';
import { addressesAt } from './testing.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>) => void;

const never = new AbortController().signal;
const request: ModelRequest = {
  model: 'deepseek-v3.2',
  messages: [{ role: 'user', text: '有货吗?' }],
  tools: [],
  toolChoice: 'auto',
  maxOutputTokens: 100,
  seed: 3,
};

const sse = (data: unknown, event?: string): string =>
  `${event ? `event: ${event}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const text = (content: string, finish: string | null = null): string =>
  sse({ id: 'c', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] });
const begin = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const usage = { prompt_tokens: 12, completion_tokens: 3 };
const answer = (response: ServerResponse): void =>
  void begin(response).end(text('有货') + text('。', 'stop') + sse({ choices: [], usage }) + sse('[DONE]'));

let server: Server;
let handler: Handler;
let sockets: number;
let client: HttpModelClient;
const clock = new ManualClock(Date.UTC(2026, 0, 1));
let spans: KeptSpans;

beforeAll(async () => {
  spans = keepSpans();
  server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () =>
      handler(incoming, response, JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>),
    );
  });
  server.on('connection', () => sockets++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  await spans.stop();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

beforeEach(() => {
  sockets = 0;
  spans.reset();
  handler = (_, response) => answer(response);
  client = connect({});
});

afterEach(() => client.close());

interface Bounds {
  readonly headersTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly connections?: number;
}

function connect(
  { connections = 1_024, ...limits }: Bounds,
  port = (server.address() as AddressInfo).port,
): HttpModelClient {
  const endpoints = [...builtInCatalogue.endpoints].map(([id, one]) => [id, { ...one, connections }] as const);
  const catalogue = { ...builtInCatalogue, endpoints: new Map(endpoints) };
  const url = `http://127.0.0.1:${port}`;
  return createModelClient({
    catalogue: () => catalogue,
    addressOf: addressesAt(url),
    limits: { headersTimeoutMs: 2_000, idleTimeoutMs: 2_000, ...limits },
    clock,
  });
}

async function collect(asked: Partial<ModelRequest> = {}, signal = never): Promise<ModelChunk[]> {
  const chunks: ModelChunk[] = [];
  for await (const chunk of client.stream({ ...request, ...asked }, signal)) chunks.push(chunk);
  return chunks;
}

const failure = (kind: string): object => expect.objectContaining({ name: 'TurnfleetError', kind });

describe('a model at an OpenAI-compatible endpoint', () => {
  it('streams text and ends with usage', async () => {
    let seen: [string | undefined, string | undefined, Record<string, unknown>] | undefined;
    handler = ({ url, headers }, response, body) => {
      seen = [url, headers.authorization, body];
      answer(response);
    };
    expect(await collect()).toEqual([
      { kind: 'text', text: '有货。' },
      { kind: 'end', toolCalls: [], reason: 'stop', usage: { inputTokens: 12, outputTokens: 3 } },
    ]);
    expect(seen).toMatchObject([
      '/v1/chat/completions',
      'Bearer key-a',
      { model: 'deepseek-v3.2', seed: 3, stream: true },
    ]);
  });

  it('keeps its sockets for the calls that follow', async () => {
    for (let calls = 0; calls < 10; calls++) await collect();
    expect(sockets).toBeLessThanOrEqual(2);
  });

  it('counts for itself when the endpoint reports no usage', async () => {
    handler = (_, response) => void begin(response).end(text('有货', 'stop') + sse('[DONE]'));
    expect(await collect()).toContainEqual(
      expect.objectContaining({ kind: 'end', usage: { inputTokens: expect.any(Number), outputTokens: 2 } }),
    );
  });

  it.each([
    [500, {}, 'model_unavailable'],
    [503, {}, 'model_unavailable'],
    [401, { error: { message: 'bad key' } }, 'model_unavailable'],
    [403, {}, 'model_unavailable'],
    [404, {}, 'model_unavailable'],
    [400, { error: { code: 'context_length_exceeded', message: 'too long' } }, 'context_too_long'],
    [400, { error: { code: 'content_filter', message: 'no' } }, 'model_refused'],
    [400, { error: { message: 'unknown field' } }, 'invalid_request'],
  ])('reads %i %j as %s', async (status, body, kind) => {
    handler = (_, response) => void response.writeHead(status).end(JSON.stringify(body));
    await expect(collect()).rejects.toEqual(failure(kind));
  });

  it.each([
    ['2', 2_000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
  ])('reads 429 with Retry-After %s as rate_limited, once', async (header, retryAfterMs) => {
    let asked = 0;
    handler = (_, response) => {
      asked++;
      response.writeHead(429, { 'retry-after': header }).end('{}');
    };
    await expect(collect()).rejects.toMatchObject({ kind: 'rate_limited', details: { retryAfterMs } });
    expect(asked).toBe(1);
  });

  it('fails with model_unavailable when nothing listens', async () => {
    await client.close();
    client = connect({}, 1);
    await expect(collect()).rejects.toEqual(failure('model_unavailable'));
  });

  it('fails with model_unavailable when no headers come in time', async () => {
    await client.close();
    client = connect({ headersTimeoutMs: 30 });
    handler = () => undefined;
    await expect(collect()).rejects.toEqual(failure('model_unavailable'));
  });

  it('fails with model_unavailable when the model falls silent mid-stream', async () => {
    await client.close();
    client = connect({ idleTimeoutMs: 30 });
    handler = (_, response) => void begin(response).write(text('有'));
    await expect(collect()).rejects.toMatchObject({
      kind: 'model_unavailable',
      message: 'The model fell silent in the middle of its answer.',
    });
  });

  it.each([
    ['the socket is cut', (response: ServerResponse): void => void response.destroy()],
    ['the body ends early', (response: ServerResponse): void => void response.end()],
  ])('fails with model_unavailable when %s mid-stream, after the text so far', async (_, cut) => {
    handler = (_request, response) => {
      begin(response).write(text('有'));
      setImmediate(cut, response);
    };
    const chunks = client.stream(request, never)[Symbol.asyncIterator]();
    expect(await chunks.next()).toEqual({ done: false, value: { kind: 'text', text: '有' } });
    await expect(chunks.next()).rejects.toEqual(failure('model_unavailable'));
  });

  const overloaded = sse({ error: { message: 'overloaded', type: 'overloaded_error' } });
  it.each([
    ['an error event and its end', text('有') + text('货') + overloaded + sse('[DONE]')],
    ['a blank data line', `${text('有')}data:\n\n${overloaded}`],
    ['an error object in the first event', overloaded],
  ])('keeps the process alive when an open stream brings %s', async (_, body) => {
    const escaped: unknown[] = [];
    const escape = (error: unknown): void => void escaped.push(error);
    process.on('uncaughtException', escape);
    handler = (_request, response) => void begin(response).end(body);
    await expect(collect()).rejects.toEqual(failure('model_unavailable'));
    handler = (_request, response) => {
      begin(response).write(body);
      setImmediate(() => response.destroy());
    };
    await expect(collect()).rejects.toEqual(failure('model_unavailable'));
    handler = (_request, response) => answer(response);
    expect(await collect()).toHaveLength(2);
    process.off('uncaughtException', escape);
    expect(escaped).toEqual([]);
  });

  it.each(['before the headers', 'mid-stream'])('closes the socket at once when aborted %s', async (when) => {
    const controller = new AbortController();
    const reason = new TurnfleetError('deadline_exceeded', 'late');
    const closed = new Promise<void>((resolve) => {
      handler = (_, response) => {
        response.on('close', resolve);
        if (when === 'mid-stream') begin(response).write(text('有'));
        else controller.abort(reason);
      };
    });
    const asked = (async () => {
      for await (const chunk of client.stream(request, controller.signal))
        if (chunk.kind === 'text') controller.abort(reason);
    })();
    await expect(asked).rejects.toBe(reason);
    await closed;
  });

  it.each(['well', 'badly'])('leaves nothing behind on the signal of a call that ends %s', async (how) => {
    if (how === 'badly') handler = (_, response) => void response.writeHead(500).end('{}');
    const { signal } = new AbortController();
    await collect({}, signal).catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('does not ask at all once aborted', async () => {
    await expect(collect({}, AbortSignal.abort(new TurnfleetError('cancelled', 'x')))).rejects.toEqual(
      failure('cancelled'),
    );
    expect(sockets).toBe(0);
  });

  it('closes the socket when the reader leaves, and has room for the next call', async () => {
    await client.close();
    client = connect({ connections: 1 });
    const closed = new Promise<void>((resolve) => {
      handler = (_, response) => {
        response.on('close', resolve);
        begin(response).write(text('有'));
      };
    });
    for await (const chunk of client.stream(request, never)) if (chunk.kind === 'text') break;
    await closed;
    handler = (_, response) => answer(response);
    expect(await collect()).toHaveLength(2);
  });

  it('refuses a model that is not in the catalogue', async () => {
    await expect(collect({ model: 'gpt-9' })).rejects.toEqual(failure('invalid_request'));
  });

  it('makes a client span with usage and without content, and sends its context along', async () => {
    let traceparent: unknown;
    handler = ({ headers }, response) => {
      traceparent = headers['traceparent'];
      answer(response);
    };
    await trace.getTracer('spec').startActiveSpan('turn', async (turn) => {
      await collect();
      turn.end();
    });
    const [call, turn] = spans.ended();
    expect(call).toMatchObject({
      name: 'chat deepseek-v3.2',
      kind: SpanKind.CLIENT,
      parentSpanContext: { spanId: turn?.spanContext().spanId },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 3,
        'gen_ai.response.finish_reasons': ['stop'],
        'server.address': '127.0.0.1',
      },
    });
    expect(traceparent).toContain(call?.spanContext().spanId);
    expect(JSON.stringify(call?.attributes)).not.toContain('有货');
  });

  it('marks the span of a failed call', async () => {
    handler = (_, response) => void response.writeHead(500).end('{}');
    await expect(collect()).rejects.toThrow();
    expect(spans.ended()[0]?.attributes['error.type']).toBe('model_unavailable');
  });
});

describe('a model at an Anthropic-compatible endpoint', () => {
  const claude = { model: 'claude-sonnet-4.5' };
  const event = (body: { type: string } & Record<string, unknown>): string => sse(body, body.type);

  it('streams text, then its tool calls and usage, with our trace context', async () => {
    let seen: unknown[] = [];
    handler = ({ url, headers }, response, body) => {
      seen = [url, headers.authorization, body['model'], headers['traceparent']];
      begin(response).end(
        event({
          type: 'message_start',
          message: { id: 'msg', model: 'x', usage: { input_tokens: 9, output_tokens: 1 } },
        }) +
          event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '查一下' } }) +
          event({
            type: 'content_block_start',
            index: 1,
            content_block: { type: 'tool_use', id: 'tu', name: 'a', input: {} },
          }) +
          event({
            type: 'content_block_delta',
            index: 1,
            delta: { type: 'input_json_delta', partial_json: '{"sku":"A"}' },
          }) +
          event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 20 } }) +
          event({ type: 'message_stop' }),
      );
    };
    expect(await collect(claude)).toEqual([
      { kind: 'text', text: '查一下' },
      {
        kind: 'end',
        toolCalls: [{ id: 'tu', name: 'a', arguments: '{"sku":"A"}' }],
        reason: 'tool_calls',
        usage: { inputTokens: 9, outputTokens: 20 },
      },
    ]);
    const made = spans.ended();
    expect(made.map(({ name }) => name)).toEqual(['chat claude-sonnet-4.5']);
    const spanId = made[0]?.spanContext().spanId;
    expect(seen).toEqual([
      '/v1/messages',
      'Bearer key-b',
      'claude-sonnet-4-5',
      expect.stringContaining(String(spanId)),
    ]);
  });

  it.each([
    [529, 'overloaded_error', 'Overloaded', 'model_unavailable'],
    [429, 'rate_limit_error', 'slow down', 'rate_limited'],
    [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum', 'context_too_long'],
    [401, 'authentication_error', 'bad key', 'model_unavailable'],
  ])('reads %i %s as %s', async (status, type, message, kind) => {
    handler = (_, response) =>
      void response.writeHead(status).end(JSON.stringify({ type: 'error', error: { type, message } }));
    await expect(collect(claude)).rejects.toEqual(failure(kind));
  });

  it('fails with model_unavailable when cut mid-stream', async () => {
    handler = (_, response) =>
      void begin(response).end(event({ type: 'message_start', message: { id: 'msg', usage: { input_tokens: 9 } } }));
    await expect(collect(claude)).rejects.toEqual(failure('model_unavailable'));
  });
});
