import { credentials, makeClientConstructor } from '@grpc/grpc-js';
import { type inventory, serviceDefinition } from '@turnfleet/contract/grpc';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { SseReader } from '@turnfleet/core/sse';
import { eventually } from '@turnfleet/testing/eventually';

/** Posts a turn and waits for its reply; `turnId` repeats an earlier post, `user` is the shopper's id. */
export async function ask(
  url: string,
  conversation: string,
  text: string,
  turnId?: string,
  user?: string,
): Promise<Reply> {
  const response = await fetch(`${url}/v1/conversations/${conversation}/turns`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      prefer: 'wait=20',
      ...(turnId ? { 'idempotency-key': turnId } : {}),
    },
    body: JSON.stringify({ text, user: user && { id: user } }),
  });
  const body: unknown = await response.json();
  if (response.status !== 200) throw new Error(`no reply within 20 s: ${response.status} ${JSON.stringify(body)}`);
  return replySchema.parse(body);
}

/** Follows the events of a turn, as soon as its partition is taken, until one of this type comes; rejects if they end without. */
export async function untilEvent(url: string, conversation: string, turnId: string, type: string): Promise<void> {
  const gone = new AbortController();
  const path = `/v1/conversations/${conversation}/events?turn=${turnId}`;
  const stream = await eventually('the events can be read', 30_000, async () => {
    const answer = await fetch(`${url}${path}`, { signal: gone.signal });
    return answer.status === 503 ? null : answer;
  });
  const reader = new SseReader();
  const told: string[] = [];
  try {
    for await (const bytes of (stream.body ?? []) as AsyncIterable<Uint8Array>) {
      told.push(...reader.push(bytes).map(({ event }) => event));
      if (told.includes(type)) return;
    }
  } finally {
    gone.abort();
  }
  throw new Error(`The events ended without ${type}: ${told.join(', ')}`);
}

/** What the inventory service itself says. */
export async function stockOf(address: string, sku: string, city: string): Promise<number> {
  const definition = serviceDefinition('turnfleet.inventory.v1.InventoryService');
  const Client = makeClientConstructor(definition, 'InventoryService');
  const client = new Client(address, credentials.createInsecure()) as unknown as inventory.InventoryServiceClient;
  try {
    return await new Promise((resolve, reject) => {
      client.CheckInventory({ sku, city }, (error, answer) => {
        if (error) reject(error);
        else resolve(answer?.total ?? 0);
      });
    });
  } finally {
    client.close();
  }
}
