import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { subprotocols } from '@turnfleet/contract/envelope';
import { WsClient } from '@turnfleet/testing';
import { type Ingress, startIngress } from '../testing/index.ts';

describe('a session over WebSocket', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress();
  });
  afterEach(() => ingress.stop());
  const open = (before?: WsClient) => WsClient.open(ingress.url, {}, before);
  const delta = (text: string, turnId = 't-1') => ({ type: 'reply.delta' as const, turnId, text });

  it('says what was expected after a gap, a repeat or no number, and takes the right one then', async () => {
    const client = await open();
    for (const sequence of [3, 1, 0]) {
      client.sendAs(sequence, 'subscribe', { conversationId: 'c-1' });
      expect(await client.next('error')).toMatchObject({ code: 'conflict', expectedSequence: 2, answers: sequence });
    }
    client.sendAs(2, 'subscribe', { conversationId: 'c-1' });
    expect(await client.next('subscribed')).toMatchObject({ conversationId: 'c-1' });
    client.cut();
  });

  it('refuses an ack of what was never sent, and a hello after it', async () => {
    const client = await open();
    client.sendAs(0, 'ack', { sequence: 5 });
    expect(await client.next('error')).toMatchObject({ code: 'conflict', expectedSequence: 0 });
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    await client.next('turnEvent');
    client.cut();
    const second = await WsClient.connect(ingress.url);
    second.hello({ session: client.session, lastSequence: 9 });
    expect(await second.next('error')).toMatchObject({ code: 'conflict', expectedSequence: 1 });
    second.hello(client);
    expect(await second.next('welcome')).toMatchObject({ resumed: true });
    second.cut();
  });

  it('begins anew, and says so, where there is no such session any more', async () => {
    const client = await WsClient.connect(ingress.url);
    client.hello({ session: 'gone', lastSequence: 3 });
    expect(await client.next('welcome')).toMatchObject({ resumed: false, conversationIds: [] });
    expect(client.session).not.toBe('gone');
    expect(await client.next('error')).toMatchObject({ code: 'not_found' });
    client.cut();
  });

  it('is over with a goodbye of the client, and ten minutes after its last connection', async () => {
    const one = await open();
    one.send('goodbye', {});
    expect(await one.end()).toMatchObject({ code: 1000 });
    const two = await open(one);
    expect(two.session).not.toBe(one.session);
    two.cut();
    await ingress.clock.advance(600_000);
    const three = await open(two);
    expect(three.session).toBe(two.session);
    three.cut();
    await ingress.clock.advance(661_000);
    const four = await open(three);
    expect(four.session).not.toBe(two.session);
    four.cut();
  });

  it('is one client’s at a time: the earlier connection is told so', async () => {
    const one = await open();
    const two = await open(one);
    expect(await one.next('goodbye')).toMatchObject({ reason: 'taken_over' });
    expect(await one.end()).toMatchObject({ code: 4409 });
    two.send('subscribe', { conversationId: 'c-1' });
    await two.next('subscribed');
    two.cut();
  });

  it('tells many conversations, one at a time in order, until it is not subscribed any more', async () => {
    const client = await open();
    for (const conversationId of ['a', 'b', 'c']) {
      client.send('userMessage', { conversationId, turnId: `t-${conversationId}`, text: 'hi' });
    }
    for (let i = 0; i < 3; i++) await client.next('accepted');
    for (const text of ['1', '2']) {
      for (const id of ['c', 'a', 'b']) await ingress.worker.progress(id, delta(text, `t-${id}`));
    }
    const texts: Record<string, string> = {};
    for (let i = 0; i < 6; i++) {
      const { conversationId, text } = await client.next('systemResponse');
      texts[conversationId] = `${texts[conversationId] ?? ''}${text}`;
    }
    expect(texts).toEqual({ a: '12', b: '12', c: '12' });
    const sequence = client.send('unsubscribe', { conversationId: 'a' });
    expect(await client.next('ack')).toMatchObject({ sequence });
    for (const id of ['a', 'b']) await ingress.worker.progress(id, delta('3', `t-${id}`));
    expect(await client.next('systemResponse')).toMatchObject({ conversationId: 'b', text: '3' });
    client.cut();
  });

  it('goes on wherever each of many conversations was', async () => {
    let client = await open();
    const seen: Record<string, string> = { a: '', b: '' };
    for (const conversationId of ['a', 'b']) {
      client.send('userMessage', { conversationId, turnId: `t-${conversationId}`, text: 'hi' });
      await client.next('accepted');
    }
    for (let round = 0; round < 12; round++) {
      for (const id of ['a', 'b']) await ingress.worker.progress(id, delta(String.fromCharCode(97 + round), `t-${id}`));
      // One of two was read when the connection is cut; now and then it is acknowledged.
      const { conversationId, text } = await client.next('systemResponse');
      seen[conversationId] += text;
      if (round % 3 === 0) client.acknowledge();
      client.cut();
      client = await open(client);
    }
    for (let left = 12; left > 0; left--) {
      const { conversationId, text } = await client.next('systemResponse');
      seen[conversationId] += text;
    }
    expect(seen).toEqual({ a: 'abcdefghijkl', b: 'abcdefghijkl' });
    client.cut();
  });

  it('can begin after an event that is known from elsewhere', async () => {
    const one = await open();
    one.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    const { eventId } = await one.next('turnEvent');
    await ingress.worker.progress('c-1', delta('x'));
    const two = await open();
    two.send('subscribe', { conversationId: 'c-1', lastEventId: eventId });
    expect(await two.next('subscribed')).toMatchObject({ afterEventId: eventId });
    expect(await two.next('systemResponse')).toMatchObject({ text: 'x' });
    one.cut();
    two.cut();
  });

  it('accepts a turn once: the same again is repeated, another under its id a conflict', async () => {
    const client = await open();
    const message = { conversationId: 'c-1', turnId: 't-1', text: 'hi' };
    client.send('userMessage', message);
    expect(await client.next('accepted')).toMatchObject({ repeated: false });
    client.send('userMessage', message);
    expect(await client.next('accepted')).toMatchObject({ repeated: true });
    client.send('userMessage', { ...message, text: 'other' });
    expect(await client.next('error')).toMatchObject({ code: 'conflict', turnId: 't-1' });
    client.send('userMessage', { ...message, turnId: 't-2', text: ' ' });
    expect(await client.next('error')).toMatchObject({ code: 'invalid_request', turnId: 't-2' });
    expect(ingress.log.records).toHaveLength(1);
    client.cut();
  });

  it('tells a turn that ended meanwhile again where a new session repeats it, from the ledger at last', async () => {
    const message = { conversationId: 'c-1', turnId: 't-1', text: 'hi' };
    const one = await open();
    one.send('userMessage', message);
    await one.next('accepted');
    one.cut();
    await ingress.worker.answer('c-1', 't-1', { text: 'Once.' });
    const two = await open();
    two.send('userMessage', message);
    expect(await two.next('accepted')).toMatchObject({ repeated: true });
    expect(await two.next('turnEvent')).toMatchObject({ type: 'turn.accepted', turnId: 't-1' });
    expect(await two.next('systemResponse')).toMatchObject({ turnId: 't-1', final: true, text: 'Once.' });
    expect(two.lastSequence).toBe(2);
    two.cut();
    // The journal has forgotten it.
    await ingress.clock.advance(3_700_000);
    const three = await open();
    three.send('userMessage', message);
    expect(await three.next('accepted')).toMatchObject({ repeated: true });
    expect(await three.next('systemResponse')).toMatchObject({ turnId: 't-1', final: true, text: 'Once.' });
    expect(three.lastSequence).toBe(0);
    three.cut();
    expect(ingress.log.records).toHaveLength(1);
  });

  it('says that the log is away, and takes the same turn once it is back', async () => {
    const client = await open();
    ingress.log.state.away = true;
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    expect(await client.next('error')).toMatchObject({ code: 'overloaded', turnId: 't-1' });
    ingress.log.state.away = false;
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    expect(await client.next('accepted')).toMatchObject({ repeated: false });
    client.cut();
  });

  it('has a turn carry its priority', async () => {
    const client = await open();
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' }, 1);
    await client.next('accepted');
    const { headers = {} } = ingress.log.records[0] ?? {};
    expect(new TextDecoder().decode(headers['ce_priority'] as Uint8Array)).toBe('1');
    const frame = await client.read();
    expect(frame).toMatchObject({ priority: 1, payload: { kind: 'turnEvent' } });
    client.cut();
  });

  it('asks to cancel a turn, and says where there is none', async () => {
    const client = await open();
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    await client.next('accepted');
    const sequence = client.send('cancel', { conversationId: 'c-1', turnId: 't-1' });
    expect(await client.next('ack')).toMatchObject({ sequence });
    client.send('cancel', { conversationId: 'c-1', turnId: 't-9' });
    expect(await client.next('error')).toMatchObject({ code: 'not_found', turnId: 't-9' });
    client.cut();
  });

  it.each(subprotocols)('tells others in the conversation who types and who is there, over %s', async (subprotocol) => {
    const [one, two] = await Promise.all([open(), WsClient.open(ingress.url, { subprotocol })]);
    one.send('typing', { conversationId: 'c-1', active: true });
    expect(await one.next('error')).toMatchObject({ code: 'not_found' });
    for (const client of [one, two]) {
      client.send('subscribe', { conversationId: 'c-1' });
      await client.next('subscribed');
    }
    one.send('presence', { conversationId: 'c-1', present: true, user: 'somebody else' });
    one.send('typing', { conversationId: 'c-1', active: true });
    expect(await two.next('presence')).toMatchObject({ conversationId: 'c-1', present: true, user: '' });
    expect(await two.next('typing')).toMatchObject({ conversationId: 'c-1', active: true });
    one.cut();
    two.cut();
  });

  it('is told notices once each, also those that came while it had no connection', async () => {
    const notify = (text: string) =>
      fetch(`${ingress.url}/v1/notices`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
      });
    expect((await notify('before')).status).toBe(202);
    const one = await open();
    await notify('一');
    expect(await one.next('notice')).toMatchObject({ text: '一' });
    one.cut();
    await notify('二');
    const two = await open(one);
    expect(await two.next('notice')).toMatchObject({ text: '二' });
    await notify('三');
    expect(await two.next('notice')).toMatchObject({ text: '三' });
    expect(two.lastSequence).toBe(3);
    two.cut();
  });

  it('goes on after a gap with the last reply where the journal holds no more', async () => {
    const one = await open();
    one.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    await one.next('turnEvent');
    await ingress.worker.answer('c-1', 't-1');
    await one.next('systemResponse');
    one.cut();
    const two = await open();
    two.send('subscribe', { conversationId: 'c-1', lastEventId: '7-9' });
    expect(await two.next('turnEvent')).toMatchObject({ type: 'journal.gap', data: { turnId: 't-1' } });
    two.cut();
    const three = await open(two);
    three.send('userMessage', { conversationId: 'c-1', turnId: 't-2', text: 'again' });
    expect(await three.next('turnEvent')).toMatchObject({ type: 'turn.accepted', turnId: 't-2' });
    three.cut();
  });
});
