import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Reply } from '@turnfleet/contract/schemas';
import { type Clock, systemClock, TurnfleetError } from '@turnfleet/core';
import { sseFrame } from '@turnfleet/core/sse';
import { aReply, serve } from '../testing.ts';
import { chat } from './chat.ts';

type Event = readonly [type: string, data: object];
const delta = (text: string): Event => ['reply.delta', { turnId: 't-1', text }];
const completed = (reply: Reply): Event => ['reply.completed', reply];

/** Reconnects without the pause, and notes how long it would have been. */
function impatientClock(pauses: number[] = []): Clock {
  const setTimer: Clock['setTimer'] = (ms, fire) => {
    pauses.push(ms);
    return systemClock.setTimer(0, fire);
  };
  return { ...systemClock, setTimer };
}

describe('asking the fleet', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** A fleet that accepts one turn and serves these events, one list for each connection. */
  async function fleet(...connections: (readonly Event[])[]) {
    const asked: IncomingMessage[] = [];
    let sent = 0;
    const stream = (response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [type, data] of connections.shift() ?? []) {
        response.write(sseFrame({ id: String(++sent), event: type, data: JSON.stringify(data) }));
      }
      response.end();
    };
    const server = await serve((request, response) => {
      asked.push(request);
      if (request.method === 'GET') return stream(response);
      request.resume();
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ conversationId: 'c-1', turnId: 't-1', status: 'accepted', events: '/events?turn=t-1' }),
      );
    });
    closing.push(server.close);
    return { url: server.url, asked };
  }
  async function ask(
    url: string,
    {
      text = 'Any left?',
      conversation = 'c-1',
      signal = new AbortController().signal,
      clock = impatientClock(),
      random = (): number => 0.5,
    } = {},
  ) {
    let printed = '';
    const terminal = { write: (more: string) => void (printed += more) };
    const options = { url, conversation, locale: undefined };
    const answered = await chat(text, options, { clock, random, terminal, signal });
    return { answered, printed };
  }

  it('says of a call that is held that it waits, not that it was skipped', async () => {
    const held = { id: 'call-1', name: 'reserve_stock', arguments: {}, outcome: 'skipped', ms: 0 } as const;
    const { url } = await fleet([completed(aReply({ toolCalls: [held] }))]);
    expect((await ask(url)).printed).toContain('  reserve_stock        waits for your yes\n');
  });

  it('says of a call of a turn that failed that it was skipped: nothing waits', async () => {
    const held = { id: 'call-1', name: 'reserve_stock', arguments: {}, outcome: 'skipped', ms: 0 } as const;
    const { url } = await fleet([completed(aReply({ status: 'failed', toolCalls: [held] }))]);
    expect((await ask(url)).printed).toContain('  reserve_stock        skipped, 0 ms\n');
  });

  it('prints the answer as it streams, once, and how it came about', async () => {
    const { url } = await fleet([delta('Yes, '), delta('92 of them.'), completed(aReply())]);
    const { answered, printed } = await ask(url);
    expect(answered).toBe(true);
    expect(printed).toBe(
      [
        'Yes, 92 of them.',
        '',
        'tools',
        '  check_inventory      ok, 4 ms',
        'model    deepseek-v3.2',
        'cost     $0.000068 (412 tokens in, 63 out)',
        'time     31 ms to the first word, 58 ms in all',
        'trace    4bf92f3577b34da6a3ce929d0e0e4736',
        '         npx turnfleet trace t-1',
        '',
      ].join('\n'),
    );
  });

  it('follows the later message that carries the answer when both were answered together', async () => {
    const pointer = aReply({ text: '', model: '', answeredBy: 't-2', toolCalls: [] });
    const carrier = aReply({ turnId: 't-2', text: 'Yes, 92.' });
    const { url, asked } = await fleet(
      [completed(pointer)],
      [['reply.delta', { turnId: 't-2', text: 'Yes, 92.' }], completed(carrier)],
    );

    const { answered, printed } = await ask(url);

    expect(answered).toBe(true);
    expect(printed).toMatch(/^── answered together with a later message, t-2:\nYes, 92\.\n\ntools\n/);
    expect(asked.at(-1)?.url).toBe('/v1/conversations/c-1/events?turn=t-2');
  });

  it('goes on where a connection broke off', async () => {
    const { url, asked } = await fleet([delta('Yes, ')], [], [delta('92 of them.'), completed(aReply())]);
    const { printed } = await ask(url);
    expect(printed.split('\n')[0]).toBe('Yes, 92 of them.');
    expect(asked.slice(1).map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1', '1']);
  });

  it('does not come back together with all the others that a server has cut off', async () => {
    const { url } = await fleet([], [], [delta('92 of them.'), completed(aReply())]);
    const pauses: number[] = [];
    const chances = [0, 0.9].values();
    await ask(url, { clock: impatientClock(pauses), random: () => chances.next().value ?? 0 });
    expect(pauses).toEqual([250, 700]);
  });

  it('begins again where another model took over', async () => {
    const reset: Event = ['reply.reset', { turnId: 't-1', reason: 'model_changed' }];
    const { url } = await fleet([delta('No'), reset, delta('Yes, 92 of them.'), completed(aReply())]);
    const { printed } = await ask(url);
    expect(printed).toMatch(/^No\n── .*; the answer begins again\nYes, 92 of them\.\n\ntools/);
  });

  it('prints the whole answer where what was streamed is only a part of it', async () => {
    const { url } = await fleet([delta('Yes, '), completed(aReply())]);
    expect((await ask(url)).printed).toMatch(/^Yes, \n── the whole answer:\nYes, 92 of them\.\n\n/);
  });

  it('takes the reply from a gap when the events are gone', async () => {
    const { url } = await fleet([['journal.gap', { turnId: 't-1', reply: aReply() }]]);
    expect((await ask(url)).printed).toMatch(/^Yes, 92 of them\.\n\n/);
  });

  it('prints a degraded answer once and says that it is one', async () => {
    const { url } = await fleet([delta('Sorry.'), completed(aReply({ status: 'degraded', text: 'Sorry.' }))]);
    const { answered, printed } = await ask(url);
    expect(answered).toBe(true);
    expect(printed).toMatch(/^Sorry\.\n\ndegraded answered without something that was unavailable\ntools/);
  });

  it('tells a failed turn by its text, kind and what to do', async () => {
    const error = {
      kind: 'deadline_exceeded',
      message: 'Too late.',
      suggestion: 'Ask again.',
      retryable: true,
    } as const;
    const failed = aReply({ status: 'failed', text: 'Sorry, that took too long.', error, toolCalls: [], model: '' });
    const { url } = await fleet([['reply.failed', failed]]);
    const { answered, printed } = await ask(url);
    expect(answered).toBe(false);
    expect(printed).toMatch(
      /^Sorry, that took too long\.\n\nfailed {3}deadline_exceeded: Too late\.\n {9}Ask again\.\nmodel {4}none\n/,
    );
  });

  it('says that the turn is safe when the fleet stays away', async () => {
    const { url } = await fleet([delta('Yes, ')]);
    await expect(ask(url)).rejects.toThrow('The connection to the fleet was lost before the reply was complete.');
  });

  it('stops watching when told to', async () => {
    const { url } = await fleet();
    const stopped = new TurnfleetError('cancelled', 'Stopped watching.');
    await expect(ask(url, { signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);
  });

  it('refuses an id that no conversation can have, without asking', async () => {
    const { url, asked } = await fleet();
    await expect(ask(url, { conversation: '..' })).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(asked).toEqual([]);
  });
});
