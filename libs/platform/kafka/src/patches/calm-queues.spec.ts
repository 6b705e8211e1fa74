import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
// @ts-expect-error: kafkajs declares no types of its insides.
import Queue from 'kafkajs/src/network/requestQueue/index.js';
import { calmQueues, type RequestQueue } from './calm-queues.ts';

interface WholeQueue extends RequestQueue {
  throttledUntil: number;
  push(request: object): void;
  fulfillRequest(answer: object): void;
}

const silent = { debug: () => {}, warn: () => {} };

/** A queue of one request at a time; `sent` tells which went out. */
function newQueue() {
  const sent: number[] = [];
  const settings = { maxInFlightRequests: 1, requestTimeout: 1_000, clientId: 'c', broker: 'b', logger: silent };
  const queue = new (Queue as new (settings: object) => WholeQueue)(settings);
  const push = (correlationId: number): void => {
    const entry = { correlationId, resolve: () => {}, reject: () => {} };
    queue.push({ entry, expectResponse: true, sendRequest: () => sent.push(correlationId) });
  };
  const answer = (correlationId: number): void => queue.fulfillRequest({ correlationId, payload: null, size: 0 });
  return { queue, sent, push, answer };
}

describe('calmQueues', () => {
  beforeEach(() => {
    calmQueues();
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sets no timer while nothing waits (issue 1704: polling each millisecond for ever)', () => {
    const { push, answer } = newQueue();
    push(1);
    answer(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('asks for no delay in the past (TimeoutNegativeWarning)', () => {
    const delays = jest.spyOn(globalThis, 'setTimeout');
    const { push, answer } = newQueue();
    for (const id of [1, 2, 3]) push(id);
    for (const id of [1, 2, 3]) answer(id);
    expect(delays.mock.calls.map(([, ms]) => Number(ms)).every((ms) => ms > 0)).toBe(true);
    delays.mockRestore();
  });

  it('sends what had to wait as soon as an answer makes room', () => {
    const { push, answer, sent } = newQueue();
    push(1);
    push(2);
    expect(sent).toEqual([1]);
    answer(1);
    expect(sent).toEqual([1, 2]);
  });

  it('sends what a broker’s quota held back once that time is up', () => {
    const { queue, push, sent } = newQueue();
    queue.throttledUntil = Date.now() + 50;
    push(1);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(60);
    expect(sent).toEqual([1]);
  });
});
