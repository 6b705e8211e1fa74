import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { atStart, endedTurn } from '@turnfleet/conversation/testing';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { createMemoryState } from '@turnfleet/embedded';
import { type Ingress, openStream, partitions, postTurn, startIngress } from '../testing/index.ts';

describe('GET /v1/conversations/{id}/events', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress();
  });
  afterEach(() => ingress.stop());

  const events = (query = '') => `${ingress.url}/v1/conversations/c-1/events${query}`;
  const post = (turnId: string) => postTurn(ingress, 'c-1', { text: 'In stock?' }, { 'idempotency-key': turnId });
  const delta = (turnId: string, text: string) => ({ type: 'reply.delta' as const, turnId, text });

  it('tells a conversation that nobody has written in yet, live', async () => {
    const stream = await openStream(events());
    await post('t-1');
    await ingress.worker.progress('c-1', { type: 'turn.started', turnId: 't-1' }, delta('t-1', 'Yes'));
    await ingress.worker.answer('c-1', 't-1', { text: 'Yes' });
    expect(await stream.next()).toMatchObject({
      id: '1-1',
      type: 'turn.accepted',
      data: { turnId: 't-1', text: 'In stock?', submittedAt: '2026-01-01T00:00:00.000Z' },
    });
    expect(await stream.next()).toMatchObject({ id: '1-2', type: 'turn.started', data: { turnId: 't-1' } });
    expect(await stream.next()).toMatchObject({ id: '1-3', type: 'reply.delta', data: { turnId: 't-1', text: 'Yes' } });
    expect(await stream.next()).toMatchObject({
      type: 'reply.completed',
      data: { turnId: 't-1', text: 'Yes', version: 1 },
    });
    stream.close();
  });

  it('starts with the turns in progress, leaving out those that have ended', async () => {
    await post('t-1');
    await post('t-2');
    await ingress.worker.progress('c-1', delta('t-1', 'No'));
    await ingress.worker.answer('c-1', 't-1');
    await ingress.worker.progress('c-1', delta('t-2', 'Yes'));
    const stream = await openStream(events());
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-2' } });
    expect(await stream.next()).toMatchObject({ type: 'reply.delta', data: { turnId: 't-2' } });
    await ingress.worker.answer('c-1', 't-2');
    expect(await stream.next()).toMatchObject({ type: 'reply.completed', data: { turnId: 't-2' } });
    stream.close();
  });

  it('resumes after the last event seen', async () => {
    await post('t-1');
    await ingress.worker.progress('c-1', delta('t-1', 'a'), delta('t-1', 'b'));
    const first = await openStream(events());
    await first.next();
    const seen = await first.next();
    first.close();
    const second = await openStream(events(), seen?.id);
    expect(await second.next()).toMatchObject({ data: { text: 'b' } });
    second.close();
  });

  it('resumes from its very beginning if it is cut before its first event, whatever ended meanwhile', async () => {
    await post('t-1');
    await ingress.worker.answer('c-1', 't-1');
    const cut = await openStream(events());
    await cut.nextBlock();
    cut.close();
    await post('t-2');
    await ingress.worker.answer('c-1', 't-2');
    const resumed = await openStream(events(), cut.lastId());
    expect(await resumed.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-2' } });
    expect(await resumed.next()).toMatchObject({ type: 'reply.completed', data: { turnId: 't-2' } });
    resumed.close();
  });

  it('resumes before the turn in progress if it is cut before that was told', async () => {
    await post('t-1');
    const cut = await openStream(events());
    await cut.nextBlock();
    cut.close();
    await ingress.worker.answer('c-1', 't-1');
    const resumed = await openStream(events(), cut.lastId());
    expect(await resumed.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-1' } });
    resumed.close();
  });

  it('of one turn: from its acceptance to its end, then closes; resumed after that there is nothing', async () => {
    await post('t-1');
    await post('t-2');
    await ingress.worker.answer('c-1', 't-1');
    await ingress.worker.answer('c-1', 't-2');
    const stream = await openStream(events('?turn=t-1'));
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-1' } });
    const end = await stream.next();
    expect(end).toMatchObject({ type: 'reply.completed', data: { turnId: 't-1' } });
    expect(await stream.next()).toBeNull();
    expect((await openStream(events('?turn=t-1'), end?.id)).status).toBe(204);
  });

  it('of one turn: tells the end that comes while it is watched', async () => {
    const stream = await openStream(events('?turn=t-9'));
    await post('t-9');
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted' });
    await ingress.worker.answer('c-1', 't-9', { status: 'failed', text: 'Sorry' });
    expect(await stream.next()).toMatchObject({ type: 'reply.failed', data: { text: 'Sorry' } });
    expect(await stream.next()).toBeNull();
  });

  it('of one turn whose journal has expired: tells its end from the ledger, once', async () => {
    await post('t-1');
    await ingress.worker.answer('c-1', 't-1');
    await ingress.clock.advance(3_600_000);
    const stream = await openStream(events('?turn=t-1'));
    const end = await stream.next();
    expect(end).toMatchObject({ type: 'reply.completed', data: { turnId: 't-1', text: 'Answer to t-1' } });
    expect(await stream.next()).toBeNull();
    expect((await openStream(events('?turn=t-1'), end?.id)).status).toBe(204);
  });

  it.each(['9-1', 'rubbish', '1-999'])('tells a gap with the last reply for %s, which is not held', async (id) => {
    await post('t-1');
    await ingress.worker.answer('c-1', 't-1');
    const stream = await openStream(events(), id);
    const gap = await stream.next();
    expect(gap).toMatchObject({ type: 'journal.gap', data: { turnId: 't-1', reply: { text: 'Answer to t-1' } } });
    await post('t-2');
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-2' } });
    stream.close();
    const resumed = await openStream(events(), gap?.id);
    expect(await resumed.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-2' } });
    resumed.close();
  });

  it('tells a gap where nothing was ever said, and resumes after it from the very first event', async () => {
    const stream = await openStream(events(), '7-7');
    const gap = await stream.next();
    expect(gap).toMatchObject({ type: 'journal.gap', data: { turnId: null, reply: null } });
    stream.close();
    await post('t-1');
    const resumed = await openStream(events(), gap?.id);
    expect(await resumed.next()).toMatchObject({ type: 'turn.accepted', data: { turnId: 't-1' } });
    resumed.close();
  });

  // Once all clients of a lost server came back in the same moment.
  it('tells each client another time to come back', async () => {
    const told: (string | null)[] = [];
    const draws = [0, 0.25, 0.999_9];
    const each = await startIngress({ adapters: () => ({ random: () => draws.shift() ?? 0 }) });
    for (let client = 0; client < 3; client++) {
      const stream = await openStream(`${each.url}/v1/conversations/c-1/events`);
      told.push(await stream.nextBlock());
      stream.close();
    }
    await each.stop();
    expect(told).toEqual(['retry: 500\nid: 1-0', 'retry: 750\nid: 1-0', 'retry: 1499\nid: 1-0']);
  });

  it('beats every 15 s', async () => {
    const stream = await openStream(events());
    expect(await stream.nextBlock()).toBe('retry: 1000\nid: 1-0');
    await settle();
    await ingress.clock.advance(15_000);
    expect(await stream.nextBlock()).toBe(': still here');
    await ingress.clock.advance(15_000);
    expect(await stream.nextBlock()).toBe(': still here');
    stream.close();
  });

  it('answers 503 while the partition is lost, instead of streaming nothing', async () => {
    const lost = await startIngress({ claimed: false });
    const response = await fetch(`${lost.url}/v1/conversations/c-1/events`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).not.toBeNull();
    await lost.stop();
  });

  it('finds by itself what no wake-up announced', async () => {
    const deaf = await startIngress({
      adapters: ({ journal }) => ({
        journal: {
          ...journal,
          subscribe: () => Promise.resolve({ close: () => {} }),
        },
      }),
    });
    const stream = await openStream(`${deaf.url}/v1/conversations/c-1/events`);
    await settle();
    await postTurn(deaf, 'c-1', { text: 'Hello' });
    await deaf.clock.advance(15_000);
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted' });
    stream.close();
    await deaf.stop();
  });

  it('leaves neither timer nor subscription behind when the client goes', async () => {
    const closed = Promise.withResolvers<void>();
    const watched = await startIngress({
      adapters: ({ journal }) => ({
        journal: {
          ...journal,
          subscribe: async (id, wake) => {
            const watching = await journal.subscribe(id, wake);
            return {
              close: () => {
                watching.close();
                closed.resolve();
              },
            };
          },
        },
      }),
    });
    const stream = await openStream(`${watched.url}/v1/conversations/c-1/events`);
    await settle();
    stream.close();
    await closed.promise;
    await settle();
    expect(watched.clock.pending).toBe(0);
    await watched.stop();
  });

  it('is cut, not ended, when the store goes away: the client must not take it for the end', async () => {
    let away = false;
    const failing = await startIngress({
      adapters: ({ journal }) => ({
        journal: {
          ...journal,
          read: (id, after) =>
            away ? Promise.reject(new TurnfleetError('overloaded', 'Away.')) : journal.read(id, after),
          subscribe: (id, wake) => journal.subscribe(id, () => wake(null)),
        },
      }),
    });
    const stream = await openStream(`${failing.url}/v1/conversations/c-1/events`);
    await settle();
    away = true;
    await postTurn(failing, 'c-1', { text: 'Hello' });
    await expect(stream.next()).rejects.toThrow();
    await failing.stop();
  });
});

describe('a store that was lost and restored from the log while somebody waited', () => {
  /** The ingress reads from whichever state is `current`. */
  async function losable() {
    const first = await startIngress();
    let current = first.state;
    const ingress = await startIngress({
      adapters: () => ({
        gateway: {
          claimOwner: (...args) => current.gateway.claimOwner(...args),
          ownerOf: (...args) => current.gateway.ownerOf(...args),
          reserve: (...args) => current.gateway.reserve(...args),
          isLogged: (...args) => current.gateway.isLogged(...args),
          markLogged: (...args) => current.gateway.markLogged(...args),
          view: (...args) => current.gateway.view(...args),
          reply: (...args) => current.gateway.reply(...args),
          requestCancel: (...args) => current.gateway.requestCancel(...args),
          watchCancel: (...args) => current.gateway.watchCancel(...args),
        },
        journal: {
          accept: (...args) => current.journal.accept(...args),
          append: (...args) => current.journal.append(...args),
          read: (...args) => current.journal.read(...args),
          subscribe: (...args) => current.journal.subscribe(...args),
        },
      }),
    });
    return {
      ingress,
      worker: first.worker,
      /** As the orchestrator restores it: the reply from `chat.replies`, and a new generation. */
      loseAndRestore: async (turnId: string): Promise<void> => {
        const restored = createMemoryState({ clock: ingress.clock, partitions, journalTtlMs: 3_600_000 });
        const { reply } = endedTurn('c-1', turnId, 1);
        const conversation = {
          conversationId: 'c-1',
          version: 1,
          state: 'completion' as const,
          held: null,
          results: [],
          turns: [endedTurn('c-1', turnId, 1)],
        };
        const published = new Map([[turnId, JSON.stringify(reply)]]);
        const home = homePartition('c-1', partitions);
        await restored.store.restore(
          home,
          2,
          (async function* () {
            yield {
              conversation,
              generation: 1,
              epoch: 1,
              at: 0,
              ended: false,
              published,
              unpublished: new Map<string, string>(),
            };
          })(),
          atStart,
        );
        current = restored;
      },
      stop: async () => {
        await ingress.stop();
        await first.stop();
      },
    };
  }

  it('finishes the stream of a turn from the ledger, after a gap', async () => {
    const { ingress, loseAndRestore, stop } = await losable();
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events?turn=t-1`);
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted' });
    await settle();
    await loseAndRestore('t-1');
    await ingress.clock.advance(15_000);
    expect(await stream.next()).toMatchObject({
      type: 'journal.gap',
      data: { turnId: 't-1', reply: { turnId: 't-1' } },
    });
    expect(await stream.next()).toMatchObject({ type: 'reply.completed', data: { text: 'Answer to t-1' } });
    expect(await stream.next()).toBeNull();
    await stop();
  });

  it('tells the stream of the conversation the gap with the last reply', async () => {
    const { ingress, loseAndRestore, stop } = await losable();
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events`);
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted' });
    await settle();
    await loseAndRestore('t-1');
    await ingress.clock.advance(15_000);
    expect(await stream.next()).toMatchObject({
      type: 'journal.gap',
      data: { turnId: 't-1', reply: { turnId: 't-1' } },
    });
    stream.close();
    await stop();
  });

  it('tells the end of a turn by a gap, under an id of the new generation, to who had heard nothing yet', async () => {
    const { ingress, loseAndRestore, stop } = await losable();
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events`);
    await settle();
    await loseAndRestore('t-1');
    await ingress.clock.advance(15_000);
    expect(await stream.next()).toMatchObject({
      id: '2-0',
      type: 'journal.gap',
      data: { turnId: 't-1', reply: { turnId: 't-1' } },
    });
    stream.close();
    await stop();
  });

  it('gives the reply to who waits for it', async () => {
    const { ingress, loseAndRestore, stop } = await losable();
    const waiting = postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1', prefer: 'wait=60' });
    while (ingress.clock.pending < 2) await settle();
    await loseAndRestore('t-1');
    await ingress.clock.advance(15_000);
    expect(await (await waiting).json()).toMatchObject({ turnId: 't-1', text: 'Answer to t-1' });
    await stop();
  });
});
