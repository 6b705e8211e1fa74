import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { journalLimit } from '@turnfleet/conversation';
import { settle } from '@turnfleet/core/testing';
import { type Ingress, openStream, postTurn, type SeenStream, startIngress } from '../testing/index.ts';

const delta = (turnId: string, text: string) => ({ type: 'reply.delta' as const, turnId, text });
const eventsUrl = (ingress: Ingress, conversation = 'c-1') => `${ingress.url}/v1/conversations/${conversation}/events`;

/** Reads until the event of this type, or the end. */
async function idsUntil(stream: SeenStream, type: string): Promise<string[]> {
  const ids: string[] = [];
  for (let event = await stream.next(); event; event = await stream.next()) {
    ids.push(event.id);
    if (event.type === type) break;
  }
  return ids;
}

/** A client of which the spec says when it takes bytes. */
function slowClient(url: string) {
  const { hostname, port, pathname } = new URL(url);
  const taken: Buffer[] = [];
  const socket = connect(Number(port), hostname);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (bytes) => void taken.push(bytes));
  socket.on('error', () => undefined); // it is cut off: that is the point
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
  return {
    gone,
    stop: () => socket.destroy(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    /** Resolves when it has been told this. */
    told: (what: string) =>
      new Promise<void>((resolve) => {
        socket.on('data', (bytes) => {
          if (bytes.includes(what)) resolve();
        });
      }),
    /** Ids of the events that it has in full. */
    ids: () => {
      const blocks = Buffer.concat(taken).toString().split('\n\n').slice(0, -1);
      return blocks.flatMap((block) => /id: (\d+-\d+)\nevent/.exec(block)?.[1] ?? []);
    },
  };
}

/** More than the buffers between two sockets of one machine hold. */
const flood = Array.from({ length: 14 }, () => delta('t-1', 'x'.repeat(1_000_000)));
const patienceMs = 60_000;

describe('a reader that is too slow', () => {
  it(
    'is dropped, and resumes after the last event that it took without a gap or a repeat',
    async () => {
      const ingress = await startIngress();
      const slow = slowClient(eventsUrl(ingress));
      await slow.told('retry:');
      const accepted = slow.told('turn.accepted');
      await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
      await accepted;
      slow.pause();
      await ingress.worker.progress('c-1', ...flood);
      // The heartbeat, and the patience with a client that is full.
      while (ingress.clock.pending < 2) await settle();
      await ingress.clock.advance(60_000);
      slow.resume();
      await slow.gone;
      await ingress.worker.answer('c-1', 't-1');

      const whole = slow.ids();
      expect(whole.length).toBeLessThanOrEqual(flood.length);
      const resumed = await openStream(eventsUrl(ingress), whole.at(-1));
      const rest = await idsUntil(resumed, 'reply.completed');
      expect([...whole, ...rest]).toEqual(Array.from({ length: flood.length + 2 }, (_, i) => `1-${i + 1}`));
      resumed.close();
      await ingress.stop();
    },
    patienceMs,
  );

  it(
    'holds up nobody else, and costs the process no more than a buffer',
    async () => {
      const ingress = await startIngress();
      const stuck = slowClient(eventsUrl(ingress));
      await stuck.told('retry:');
      stuck.pause();
      const quick = await openStream(eventsUrl(ingress));
      await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
      await ingress.worker.progress('c-1', ...flood);
      await ingress.worker.answer('c-1', 't-1');
      expect(await idsUntil(quick, 'reply.completed')).toHaveLength(flood.length + 2);
      stuck.stop();
      quick.close();
      await ingress.stop();
    },
    patienceMs,
  );

  it(
    'hears of a gap when it fell behind what the journal holds, then goes on',
    async () => {
      const ingress = await startIngress();
      await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
      const stream = await openStream(eventsUrl(ingress));
      const seen = await stream.next();
      stream.close();
      const many = Array.from({ length: journalLimit + 10 }, () => delta('t-1', 'x'));
      await ingress.worker.progress('c-1', ...many);
      await ingress.worker.answer('c-1', 't-1');
      const resumed = await openStream(eventsUrl(ingress), seen?.id);
      expect(await resumed.next()).toMatchObject({
        type: 'journal.gap',
        data: { turnId: 't-1', reply: { text: 'Answer to t-1' } },
      });
      resumed.close();
      await ingress.stop();
    },
    patienceMs,
  );
});

describe('a reconnect storm', () => {
  it(
    'brings every reader of a stopped ingress to another one, each event told once to each',
    async () => {
      const first = await startIngress();
      const second = await startIngress({
        adapters: () => ({ gateway: first.state.gateway, journal: first.state.journal, clock: first.clock }),
      });
      const conversations = Array.from({ length: 20 }, (_, i) => `c-${i}`);
      const readers = conversations.flatMap((conversation) =>
        Array.from({ length: 5 }, () => ({ conversation, ids: [] as string[] })),
      );
      const streams = await Promise.all(readers.map(({ conversation }) => openStream(eventsUrl(first, conversation))));
      for (const conversation of conversations) {
        await postTurn(first, conversation, { text: 'Hi' }, { 'idempotency-key': 't-1' });
        await first.worker.progress(conversation, delta('t-1', 'a'), delta('t-1', 'b'));
      }
      // Each has seen a different part when the ingress stops.
      await Promise.all(
        streams.map(async (stream, i) => {
          for (let n = 0; n < i % 4; n++) readers[i]?.ids.push((await stream.next())?.id ?? '');
        }),
      );
      const stopping = first.stop();
      for (const stream of streams) stream.close();
      await stopping;

      const again = await Promise.all(
        readers.map(({ conversation, ids }) => openStream(eventsUrl(second, conversation), ids.at(-1))),
      );
      for (const conversation of conversations) await first.worker.answer(conversation, 't-1');
      await Promise.all(
        again.map(async (stream, i) => readers[i]?.ids.push(...(await idsUntil(stream, 'reply.completed')))),
      );

      expect(new Set(readers.map(({ ids }) => ids.join(' ')))).toEqual(new Set(['1-1 1-2 1-3 1-4']));
      for (const stream of again) stream.close();
      await second.stop();
      expect(first.clock.pending).toBe(0);
    },
    patienceMs,
  );
});
