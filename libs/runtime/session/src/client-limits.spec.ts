import { describe, expect, it } from '@jest/globals';
import { ClientOrder } from './client-order.ts';
import { MessageRate } from './message-rate.ts';
import { Unacknowledged } from './unacknowledged.ts';

describe('what a client may do', () => {
  it('is to number its messages one by one, from that of its hello', () => {
    const order = new ClientOrder(1);
    expect(order.take(2)).toEqual({ kind: 'next' });
    expect(order.take(2)).toEqual({ kind: 'repeat', expected: 3 });
    expect(order.take(4)).toEqual({ kind: 'gap', expected: 3 });
    expect(order.take(3)).toEqual({ kind: 'next' });
    expect(new ClientOrder(0).take(1)).toEqual({ kind: 'next' });
  });

  it('is to send so much at once, and then so much a second', () => {
    const rate = new MessageRate({ perSecond: 10, atOnce: 3 }, 0);
    expect([0, 0, 0, 0].map((now) => rate.take(now))).toEqual([0, 0, 0, 100]);
    expect(rate.take(200)).toBe(0);
    expect(rate.isFlooded).toBe(false);
    for (let i = 0; i < 110; i++) rate.take(200);
    expect(rate.isFlooded).toBe(true);
  });

  it('is to leave so many bytes unacknowledged', () => {
    const waiting = new Unacknowledged(100);
    waiting.sent(4, 60);
    expect(waiting.isFull).toBe(false);
    waiting.sent(5, 60);
    expect(waiting.isFull).toBe(true);
    waiting.acknowledge(4);
    expect([waiting.isFull, waiting.bytes]).toEqual([false, 60]);
    waiting.acknowledge(9);
    expect(waiting.bytes).toBe(0);
  });
});
