import { describe, expect, it } from '@jest/globals';
import { SseReader } from '@turnfleet/core/sse';
import { Accounts } from './accounts.ts';
import { eventsOf } from './server-sent-event.ts';

describe('accounts', () => {
  it('know what is open, whichever is heard of first: the acknowledgement or the reply', () => {
    const accounts = new Accounts();
    for (const turn of ['1x0', '1x1', '1x0']) accounts.submitted(turn);
    accounts.replied('2x0', 5, 100);
    accounts.replied('1x0', 5, 110);
    accounts.replied('1x0', 5, 120);
    accounts.submitted('2x0');
    expect(accounts.open()).toEqual(['1x1']);
    expect([accounts.openCount, accounts.accepted, accounts.answered]).toEqual([1, 3, 2]);
    expect(accounts.replyOf('1x0')).toEqual({ partition: 5, at: 110 });
  });
});

describe('eventsOf', () => {
  async function* pieces(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield new TextEncoder().encode(part);
  }

  it('puts events together over pieces, and passes over comments and settings', async () => {
    const body = pieces(
      'retry: 1000\n\n: still',
      ' here\n\nid: 1-2\nevent: reply.de',
      'lta\ndata: {"text":"a: b"}\n\nid',
    );
    const events = [];
    for await (const event of eventsOf(body, new SseReader())) events.push(event);
    expect(events).toEqual([{ id: '1-2', type: 'reply.delta', data: { text: 'a: b' } }]);
  });
});
