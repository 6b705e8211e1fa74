import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInCatalogue, type CatalogueModel, type ModelChunk, type ModelRequest } from '@turnfleet/model';
import type { AddressOf } from './connections.ts';
import { createModelClient, type ModelClientOptions } from './model-client.ts';

export type Body = Readonly<Record<string, unknown>>;
type Handler = (response: ServerResponse, body: Body, request: IncomingMessage) => void;

/** An endpoint of both protocols on a real socket, which answers as its script says. */
export async function scriptedEndpoint() {
  const state: { handler: Handler } = { handler: (response) => void response.end() };
  /** Bodies of the requests so far. */
  const asked: Body[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Body;
      asked.push(body);
      state.handler(response, body, incoming);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked,
    answers: (handler: Handler) => {
      state.handler = handler;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Told {
  readonly text: string;
  readonly deltas: readonly string[];
  readonly end: Extract<ModelChunk, { kind: 'end' }> | undefined;
}

export const someRequest: ModelRequest = {
  model: 'deepseek-v3.2',
  messages: [{ role: 'user', text: '有货吗?' }],
  tools: ['check_inventory', 'get_product_info'].map((name) => ({ name, description: '', parameters: {} })),
  toolChoice: 'auto',
  maxOutputTokens: 100,
};

/** Both protocols at one server, each with a key of its own. */
export function addressesAt(url: string): AddressOf {
  const addresses = {
    openai: { baseUrl: `${url}/v1`, apiKey: 'key-a' },
    anthropic: { baseUrl: url, apiKey: 'key-b' },
  };
  return ({ api }) => addresses[api];
}

/** One call of a client made for it; `entry` and `options` differ from the usual where given. */
export async function askOnce(
  url: string,
  request: Partial<ModelRequest> = {},
  entry: Partial<CatalogueModel> = {},
  options: Partial<ModelClientOptions> = {},
): Promise<Told> {
  const model = request.model ?? someRequest.model;
  const listed = builtInCatalogue.models.get(model);
  if (!listed) throw new Error(`the catalogue has no ${model}`);
  const catalogue = { ...builtInCatalogue, models: new Map([[model, { ...listed, ...entry }]]) };
  const client = createModelClient({
    catalogue: () => catalogue,
    addressOf: addressesAt(url),
    limits: { headersTimeoutMs: 5_000, idleTimeoutMs: 5_000 },
    clock: new ManualClock(0),
    ...options,
  });
  try {
    const deltas: string[] = [];
    let end: Told['end'];
    for await (const chunk of client.stream({ ...someRequest, ...request }, new AbortController().signal)) {
      if (chunk.kind === 'end') end = chunk;
      else if (chunk.kind === 'reset') deltas.length = 0;
      else deltas.push(chunk.text);
    }
    return { text: deltas.join(''), deltas, end };
  } finally {
    await client.close();
  }
}
