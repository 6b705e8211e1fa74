import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { subprotocols } from '@turnfleet/contract/envelope';
import { WsClient } from '@turnfleet/testing';
import { type Ingress, startIngress } from '../testing/index.ts';

describe('an ingress over WebSocket', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress();
  });
  afterEach(() => ingress.stop());

  it.each(subprotocols)('answers a turn over %s: accepted, pieces, tools, the reply', async (subprotocol) => {
    const client = await WsClient.open(ingress.url, { subprotocol });
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: '你好' });
    expect(await client.next('accepted')).toMatchObject({ conversationId: 'c-1', turnId: 't-1', repeated: false });
    expect(ingress.log.records).toHaveLength(1);
    await ingress.worker.progress(
      'c-1',
      { type: 'turn.started', turnId: 't-1' },
      { type: 'tool.started', turnId: 't-1', id: 'x', name: 'check_inventory', arguments: { sku: 'S' } },
      { type: 'reply.delta', turnId: 't-1', text: '你' },
    );
    expect(await client.next('turnEvent')).toMatchObject({ type: 'turn.accepted', data: { text: '你好' } });
    expect(await client.next('turnEvent')).toMatchObject({ type: 'turn.started', turnId: 't-1' });
    expect(await client.next('turnEvent')).toMatchObject({ type: 'tool.started', data: { arguments: { sku: 'S' } } });
    expect(await client.next('systemResponse')).toMatchObject({ text: '你', final: false, conversationId: 'c-1' });
    const reply = await ingress.worker.answer('c-1', 't-1', { text: '你好!' });
    expect(await client.next('systemResponse')).toMatchObject({
      ...{ final: true, status: 'completed', text: '你好!', turnId: 't-1' },
      reply: { version: reply.version, traceId: reply.traceId },
    });
    expect(client.lastSequence).toBe(5);
    client.cut();
  });

  it('goes on with a session over a new connection: what was not had is sent again, nothing else', async () => {
    const one = await WsClient.open(ingress.url);
    one.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    await one.next('turnEvent');
    await ingress.worker.progress(
      'c-1',
      { type: 'turn.started', turnId: 't-1' },
      { type: 'reply.delta', turnId: 't-1', text: 'a' },
    );
    await one.next('turnEvent');
    one.cut();
    await ingress.worker.progress('c-1', { type: 'reply.delta', turnId: 't-1', text: 'b' });
    const two = await WsClient.connect(ingress.url);
    two.hello(one);
    expect(await two.next('welcome')).toMatchObject({ session: one.session, resumed: true, conversationIds: ['c-1'] });
    expect(await two.next('systemResponse')).toMatchObject({ text: 'a' });
    expect(await two.next('systemResponse')).toMatchObject({ text: 'b' });
    expect(two.lastSequence).toBe(4);
    two.cut();
  });
});
