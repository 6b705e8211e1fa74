import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { PayloadKind, Payloads } from '@turnfleet/contract/envelope';
import { WsClient } from '@turnfleet/testing';
import { type Ingress, makeKey, startIngress, withKeys } from '../testing/index.ts';

let ingress: Ingress;
beforeAll(async () => {
  ingress = await startIngress({ config: withKeys });
});
afterAll(() => ingress.stop());

type Way = [kind: PayloadKind, fields: Partial<Payloads[PayloadKind]>];

/** Each way to say something of a conversation, and whether one that is not there would be refused in the same words. */
const waysInto = (conversationId: string): [way: Way, isSame: boolean][] => [
  [['subscribe', { conversationId }], false],
  [['subscribe', { conversationId, lastEventId: '1-0' }], false],
  [['subscribe', { conversationId, lastEventId: '1-1' }], false],
  [['userMessage', { conversationId, turnId: 't-1', text: 'my secret' }], false],
  [['userMessage', { conversationId, turnId: 't-1', text: 'another' }], false],
  [['userMessage', { conversationId, turnId: 't-2', text: 'hi' }], false],
  [['cancel', { conversationId, turnId: 't-1' }], true],
  [['typing', { conversationId, active: true }], true],
  [['presence', { conversationId, present: true }], true],
];

it('nobody gets at what is another’s over a WebSocket: 260 attempts, none succeeds', async () => {
  const ana = await makeKey(ingress.access, { user: 'ana' });
  const strangers = await Promise.all([
    makeKey(ingress.access, { user: 'ben' }),
    makeKey(ingress.access, { tenant: 'other', user: 'ana' }),
    makeKey(ingress.access, { tenant: 'other', user: null, actsForOthers: true }),
    makeKey(ingress.access, { user: 'ben', scopes: ['chat', 'read', 'tools', 'agent', 'operate'] }),
  ]);
  const open = (headers: Record<string, string>) => WsClient.open(ingress.url, { headers });
  const ids = Array.from({ length: 6 }, (_, i) => `hers-${i}`);
  const hers = await Promise.all(ids.map(() => open(ana.headers)));
  for (const [i, conversationId] of ids.entries()) {
    hers[i]?.send('userMessage', { conversationId, turnId: 't-1', text: 'my secret' });
    await hers[i]?.next('turnEvent');
    if (i % 2 === 0) await ingress.worker.answer(conversationId, 't-1', { text: 'her secret' });
  }
  const records = ingress.log.records.length;
  let attempts = 0;

  for (const { headers } of strangers) {
    const stranger = await open(headers);
    const answerTo = async ([kind, fields]: Way): Promise<string> => {
      stranger.send(kind, fields);
      // So many a second are read.
      await ingress.clock.advance(50);
      const frame = await stranger.read();
      return JSON.stringify({ ...frame?.payload, answers: 0 });
    };
    for (const id of ids) {
      for (const [[kind, fields], isSame] of waysInto(id)) {
        attempts++;
        const answer = await answerTo([kind, fields]);
        expect(answer).toContain('"kind":"error","code":"not_found"');
        expect(answer).not.toContain('secret');
        const ofNone = () => answerTo([kind, { ...fields, conversationId: 'none' }]);
        if (isSame) expect(answer.replaceAll(id, 'none')).toBe(await ofNone());
      }
    }
    stranger.cut();
    // With the session of each of hers, and what she is likely to have of it.
    for (const one of hers) {
      for (const lastSequence of [0, 1]) {
        attempts++;
        const thief = await WsClient.connect(ingress.url, { headers });
        thief.hello({ session: one.session, lastSequence });
        expect(await thief.next('welcome')).toMatchObject({ resumed: false, conversationIds: [] });
        expect(thief.session).not.toBe(one.session);
        expect(await thief.next('error')).toMatchObject({ code: 'not_found' });
        thief.cut();
      }
    }
  }

  expect(attempts).toBeGreaterThanOrEqual(260);
  expect(ingress.log.records).toHaveLength(records);
  // All that is hers is still told to her, and to nobody else.
  for (const [i, conversationId] of ids.entries()) {
    if (i % 2 === 0) continue;
    await ingress.worker.progress(conversationId, { type: 'reply.delta', turnId: 't-1', text: 'x' });
    expect(await hers[i]?.next('systemResponse')).toMatchObject({ text: 'x' });
  }
  for (const one of hers) one.cut();
}, 60_000);
