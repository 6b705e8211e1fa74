import { describe, expect, it } from '@jest/globals';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { attributes } from './attributes.ts';
import { SpanStore } from './span-store.ts';

function span(traceId: string, name: string, turnId?: string): ReadableSpan {
  return {
    name,
    spanContext: () => ({ traceId, spanId: name, traceFlags: 1 }),
    attributes: turnId === undefined ? {} : { [attributes.turnId]: turnId },
  } as unknown as ReadableSpan;
}

const namesOf = (store: SpanStore, id: string) => store.find(id).map(({ name }) => name);

describe('the span store', () => {
  it('finds a trace by its id and by a turn in it, and nothing for others', () => {
    const store = new SpanStore();
    store.onEnd(span('trace-a', 'one'));
    store.onEnd(span('trace-b', 'other'));
    store.onEnd(span('trace-a', 'two', 'turn-1'));
    expect(namesOf(store, 'turn-1')).toEqual(['one', 'two']);
    expect(namesOf(store, 'trace-a')).toEqual(['one', 'two']);
    expect(namesOf(store, 'turn-2')).toEqual([]);
  });

  it('gives the first trace of a turn that was submitted again', () => {
    const store = new SpanStore();
    store.onEnd(span('trace-a', 'first', 'turn-1'));
    store.onEnd(span('trace-b', 'repeat', 'turn-1'));
    expect(namesOf(store, 'turn-1')).toEqual(['first']);
  });

  it('drops the oldest trace whole, with its turns, when it is full', () => {
    const store = new SpanStore(3);
    store.onEnd(span('trace-a', 'a1', 'turn-a'));
    store.onEnd(span('trace-b', 'b1', 'turn-b'));
    store.onEnd(span('trace-a', 'a2'));
    store.onEnd(span('trace-b', 'b2'));
    expect([namesOf(store, 'turn-a'), namesOf(store, 'turn-b')]).toEqual([[], ['b1', 'b2']]);
  });

  it('never holds more than its limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 4 })), (limit, traces) => {
        const store = new SpanStore(limit);
        for (const trace of traces) store.onEnd(span(`trace-${trace}`, 'x', `turn-${trace}`));
        const held = [0, 1, 2, 3, 4].map((trace) => store.find(`turn-${trace}`).length);
        expect(held.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('is empty after its end', async () => {
    const store = new SpanStore();
    store.onEnd(span('trace-a', 'one', 'turn-1'));
    await store.shutdown();
    expect(store.find('turn-1')).toEqual([]);
  });
});
