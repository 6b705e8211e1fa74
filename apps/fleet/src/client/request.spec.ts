import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { traceText } from '../commands/trace.ts';
import { serve } from '../testing.ts';
import { fleetAddress } from './fleet-address.ts';
import { requestJson } from './request.ts';

describe('where the fleet is', () => {
  it.each([
    ['http://a:1/', { TURNFLEET_URL: 'http://b' }, 'http://a:1'],
    [undefined, { TURNFLEET_URL: 'http://b', PORT: '9' }, 'http://b'],
    [undefined, { TURNFLEET_URL: '', PORT: '9090' }, 'http://127.0.0.1:9090'],
    [undefined, { PORT: '' }, 'http://127.0.0.1:8080'],
  ])('given %j and %j it is %s', (option, env, address) => {
    expect(fleetAddress(option, env)).toBe(address);
  });

  it.each(['', 'nonsense', '127.0.0.1:8080', 'ftp://a', 'http://'])('is never %j', (option) => {
    expect(() => fleetAddress(option, {})).toThrow(`"${option}" is not the address of a fleet.`);
  });
});

describe('asking the ingress', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  async function ask(listener: RequestListener) {
    const server = await serve(listener);
    closing.push(server.close);
    return requestJson(server.url, z.object({ turnId: z.string() }));
  }
  const answer =
    (status: number, body: string): RequestListener =>
    (_request, response) =>
      response.writeHead(status).end(body);

  it('gives the document', async () => {
    expect(await ask(answer(200, '{"turnId":"t-1"}'))).toEqual({ turnId: 't-1' });
  });

  it('passes on what it refuses, by kind, with what to do', async () => {
    const problem = { kind: 'rate_limited', title: 'Too much', detail: 'Slower.', suggestion: 'Wait.', traceId: 'ab' };
    await expect(ask(answer(429, JSON.stringify(problem)))).rejects.toMatchObject({
      kind: 'rate_limited',
      message: 'Too much: Slower. (trace ab)',
      details: { suggestion: 'Wait.' },
    });
  });

  it.each([
    [200, '<html>'],
    [200, '{}'],
    [404, 'nothing here'],
    [500, '{"error":"x"}'],
  ])('knows a server that is no ingress: %d %s', async (status, body) => {
    await expect(ask(answer(status, body))).rejects.toThrow(/is no Turnfleet ingress/);
  });

  it('says how to start a fleet where none answers', async () => {
    const server = await serve(() => undefined);
    await server.close();
    await expect(requestJson(server.url, z.unknown())).rejects.toMatchObject({
      kind: 'overloaded',
      message: `No fleet answers at ${server.url}.`,
    });
  });

  it('prints a trace as a tree, and knows what is none', async () => {
    const span = { spanId: 'a', name: 'POST', startTimeUnixNano: '0', endTimeUnixNano: '2000000', attributes: [] };
    const document = { resourceSpans: [{ scopeSpans: [{ scope: { name: 'ingress' }, spans: [span] }] }] };
    const server = await serve((request, response) =>
      response.end(request.url === '/v1/traces/t-1' ? JSON.stringify(document) : '{}'),
    );
    closing.push(server.close);
    expect(await traceText(server.url, 't-1')).toBe('   starts     takes\n   0.0 ms    2.0 ms  POST  (ingress)\n');
    await expect(traceText(server.url, 't-2')).rejects.toThrow(/is no Turnfleet ingress/);
  });
});
