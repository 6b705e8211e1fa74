import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settle } from '@turnfleet/core/testing';
import type { SessionStore } from '@turnfleet/session';
import { WsClient } from '@turnfleet/testing';
import { type Ingress, startIngress } from '../testing/index.ts';

describe('a session whose store has lost something', () => {
  let ingress: Ingress;
  let store: SessionStore;
  /** What the store was given, oldest first. */
  let given: Parameters<SessionStore['save']>[];
  beforeEach(async () => {
    given = [];
    ingress = await startIngress({
      adapters: ({ sessions }) => {
        store = sessions;
        const save: SessionStore['save'] = (...args) => {
          given.push(args);
          return sessions.save(...args);
        };
        return { sessions: { ...sessions, save } };
      },
    });
  });
  afterEach(() => ingress.stop());

  const delta = (conversation: string, text: string) =>
    ingress.worker.progress(conversation, { type: 'reply.delta', turnId: `t-${conversation}`, text });

  /** Cuts a client off, and comes back when the ingress knows. */
  async function cut(client: WsClient): Promise<void> {
    client.cut();
    const current = async (): Promise<number> => {
      const counts = await fetch(`${ingress.url}/v1/connections`);
      return ((await counts.json()) as { readonly current: number }).current;
    };
    while ((await current()) > 0) await settle();
  }

  /** A client that was told of the conversation a, then b, then a again, and of what the store knew before b. */
  async function told() {
    const client = await WsClient.open(ingress.url);
    const last = new Map<string, string>();
    const ask = async (conversationId: string): Promise<void> => {
      client.send('userMessage', { conversationId, turnId: `t-${conversationId}`, text: 'hi' });
      last.set(conversationId, (await client.next('turnEvent')).eventId);
    };
    await ask('a');
    const before = given.at(-1);
    await ask('b');
    await delta('a', 'x');
    last.set('a', (await client.next('systemResponse')).eventId);
    await cut(client);
    return { client, last, before };
  }

  it('begins anew where the store went back to other numbers, and nothing is lost or told twice', async () => {
    const { client, last, before } = await told();
    if (!before) throw new Error('Nothing was saved.');
    await delta('a', 'y');
    await delta('b', 'z');
    await store.save(...before);
    const again = await WsClient.connect(ingress.url);
    again.hello(client);
    expect(await again.next('welcome')).toMatchObject({ resumed: false, conversationIds: [] });
    expect(await again.next('error')).toMatchObject({ code: 'not_found' });
    for (const [conversationId, lastEventId] of last) again.send('subscribe', { conversationId, lastEventId });
    const texts = [await again.next('systemResponse'), await again.next('systemResponse')].map(({ text }) => text);
    expect(texts.toSorted()).toEqual(['y', 'z']);
    again.cut();
  });

  it('goes on where the store went back, and what is told since is what its client has', async () => {
    const client = await WsClient.open(ingress.url);
    client.send('userMessage', { conversationId: 'a', turnId: 't-a', text: 'hi' });
    await client.next('turnEvent');
    await delta('a', 'x');
    await client.next('systemResponse');
    const run = given.at(-1);
    client.acknowledge();
    await ingress.clock.advance(61_000);
    await cut(client);
    if (!run) throw new Error('Nothing was saved.');
    await store.save(...run);
    const again = await WsClient.open(ingress.url, {}, client);
    expect(again.session).toBe(client.session);
    await delta('a', 'y');
    expect(await again.next('systemResponse')).toMatchObject({ text: 'y' });
    again.cut();
  });
});
