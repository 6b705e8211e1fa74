import { describe, expect, it } from '@jest/globals';
import { settle } from '@turnfleet/core/testing';
import { type Ingress, openStream, postTurn, startIngress } from './testing/index.ts';

/** Lets requests under way come to where they wait for the clock. */
async function timersOf({ clock }: Ingress, count: number): Promise<void> {
  while (clock.pending < count) await settle();
}

describe('draining', () => {
  it('ends streams, so that clients go on elsewhere with the last id they saw', async () => {
    const ingress = await startIngress();
    await postTurn(ingress, 'c-1', { text: 'Hi' });
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events`);
    expect((await stream.next())?.id).toBe('1-1');
    const stopped = ingress.stop();
    expect(await stream.next()).toBeNull();
    await stopped;
    expect(ingress.clock.pending).toBe(0);
  });

  it('cuts a stream of one turn that has not ended: nobody may take half an answer for the whole', async () => {
    const ingress = await startIngress();
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events?turn=t-1`);
    expect((await stream.next())?.id).toBe('1-1');
    const stopped = ingress.stop();
    await expect(stream.next()).rejects.toThrow();
    await stopped;
    expect(ingress.clock.pending).toBe(0);
  });

  it('tells of turns that end while it takes nothing new, and only then ends streams', async () => {
    const ingress = await startIngress();
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    const streams = await Promise.all(
      ['', '?turn=t-1'].map((query) => openStream(`${ingress.url}/v1/conversations/c-1/events${query}`)),
    );
    for (const stream of streams) expect((await stream.next())?.type).toBe('turn.accepted');
    const waiting = postTurn(ingress, 'c-1', { text: 'Hi' }, { prefer: 'wait=60', 'idempotency-key': 't-1' });
    await timersOf(ingress, 6);

    ingress.refuseNew();

    expect((await postTurn(ingress, 'c-2', { text: 'Hi' })).status).toBe(503);
    expect((await fetch(`${ingress.url}/readyz`)).status).toBe(503);
    const reply = await ingress.worker.answer('c-1', 't-1');
    const stopped = ingress.stop();
    for (const stream of streams) {
      expect(await stream.next()).toMatchObject({ type: 'reply.completed', data: { turnId: 't-1', text: reply.text } });
      expect(await stream.next()).toBeNull();
    }
    expect(await (await waiting).json()).toMatchObject({ turnId: 't-1', text: reply.text });
    await stopped;
    expect(ingress.clock.pending).toBe(0);
  });

  it('end of a turn left out of a stream that ends in the same moment', async () => {
    const deaf = { close: () => undefined };
    const ingress = await startIngress({
      // Nobody is woken, as while a message of the store is on its way.
      adapters: ({ journal }) => ({ journal: { ...journal, subscribe: async () => deaf } }),
    });
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events`);
    expect((await stream.next())?.type).toBe('turn.accepted');
    await timersOf(ingress, 2);
    await ingress.worker.answer('c-1', 't-1');
    const stopped = ingress.stop();
    expect((await stream.next())?.type).toBe('reply.completed');
    expect(await stream.next()).toBeNull();
    await stopped;
  });

  it('answers who waits for a reply with 202: the turn is in the log', async () => {
    const ingress = await startIngress();
    const waiting = postTurn(ingress, 'c-1', { text: 'Hi' }, { prefer: 'wait=60' });
    await timersOf(ingress, 2);
    const stopped = ingress.stop();
    expect((await waiting).status).toBe(202);
    await stopped;
    expect(ingress.clock.pending).toBe(0);
  });

  it('finishes what runs; meanwhile it is not ready and takes nothing new', async () => {
    const landed = Promise.withResolvers<{ offset: bigint }>();
    const ingress = await startIngress({ adapters: ({ log }) => ({ log: { ...log, append: () => landed.promise } }) });
    const running = postTurn(ingress, 'c-1', { text: 'Hi' });
    await timersOf(ingress, 1);
    const stopped = ingress.stop();
    const ready = await fetch(`${ingress.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { ingress: 'is stopping' } });
    expect((await fetch(`${ingress.url}/livez`)).status).toBe(200);
    const refused = await postTurn(ingress, 'c-2', { text: 'Hi' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('connection')).toBe('close');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ kind: 'overloaded', retryable: true });
    landed.resolve({ offset: 0n });
    expect((await running).status).toBe(202);
    await stopped;
    await expect(fetch(`${ingress.url}/livez`)).rejects.toThrow();
    expect(ingress.clock.pending).toBe(0);
  });

  it('cuts what does not finish within DRAIN_SECONDS', async () => {
    const ingress = await startIngress();
    ingress.log.state.hanging = true;
    const running = postTurn(ingress, 'c-1', { text: 'Hi' });
    await timersOf(ingress, 1);
    const stopped = ingress.stop();
    await timersOf(ingress, 2);
    await ingress.clock.advance(5_000);
    await stopped;
    await expect(running).rejects.toThrow();
  });

  it('stops once, however often it is asked to', async () => {
    const ingress = await startIngress();
    await Promise.all([ingress.stop(), ingress.stop()]);
  });
});
