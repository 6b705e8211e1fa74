import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { askOnce, scriptedEndpoint } from './testing.ts';

let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
beforeAll(async () => {
  endpoint = await scriptedEndpoint();
});
afterAll(() => endpoint.close());

/** Of the socket, or of one call alone. */
const passing = /^(host|connection|content-length|accept-.*|sec-fetch-.*|x-stainless-timeout|traceparent|accept)$/;
const messages = [{ role: 'user' as const, content: 'In stock?' }];

async function seen(ask: () => Promise<unknown>): Promise<unknown> {
  let head: unknown;
  endpoint.answers((response, _, { method, url, headers }) => {
    const lasting = Object.entries(headers).filter(([name]) => !passing.test(name));
    head = { method, url, headers: Object.fromEntries(lasting) };
    response.writeHead(500).end('{}');
  });
  await ask().catch(() => undefined);
  return head;
}

describe('the head of a request', () => {
  it('is that of the official SDK: OpenAI', async () => {
    const sdk = new OpenAI({ baseURL: `${endpoint.url}/v1`, apiKey: 'key-a', maxRetries: 0 });
    const theirs = await seen(() => sdk.chat.completions.create({ model: 'm', messages }));
    expect(await seen(() => askOnce(endpoint.url))).toEqual(theirs);
  });

  it('is that of the official SDK: Anthropic', async () => {
    const sdk = new Anthropic({ baseURL: endpoint.url, apiKey: 'key-b', maxRetries: 0, openTelemetry: false });
    const theirs = await seen(() => sdk.messages.create({ model: 'm', messages, max_tokens: 9 }));
    expect(await seen(() => askOnce(endpoint.url, { model: 'claude-sonnet-4.5' }))).toEqual(theirs);
  });

  it('has the headers and the query of the address, and lacks what the address takes away', async () => {
    const addressOf = () => ({
      baseUrl: `${endpoint.url}/openai/?api-version=1`,
      apiKey: 'key-a',
      query: { team: 'shop' },
      headers: { 'api-key': 'azure', authorization: null },
    });
    const head = await seen(() => askOnce(endpoint.url, {}, {}, { addressOf }));
    expect(head).toMatchObject({
      url: '/openai/chat/completions?api-version=1&team=shop',
      headers: { 'api-key': 'azure' },
    });
    expect(head).not.toHaveProperty('headers.authorization');
  });
});
