import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { TurnfleetError } from '@turnfleet/core';
import { attributes } from './attributes.ts';
import { otlpJson, spanRows } from './otlp.ts';
import { keepSpans } from './testing.ts';
import { activeTraceId, contextOf, traceHeaders, withSpan } from './with-span.ts';

let spans: ReturnType<typeof keepSpans>;
beforeEach(() => {
  spans = keepSpans();
});
afterEach(() => spans.stop());

describe('work in a span', () => {
  it('is below the active span, and its result passes on', async () => {
    const result = await withSpan({ scope: 'test', name: 'outer' }, () =>
      withSpan({ scope: 'test', name: 'inner' }, async () => activeTraceId()),
    );
    const [inner, outer] = spans.ended();
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(result).toBe(outer?.spanContext().traceId);
    expect(activeTraceId()).toBe('');
  });

  it.each([
    [new TurnfleetError('not_found', 'No "my secret question".'), 'not_found'],
    [new TypeError('my secret question'), 'TypeError'],
  ])('that fails marks it by kind, and never by what was said: %p', async (error, type) => {
    const working = withSpan({ scope: 'test', name: 'work' }, () => Promise.reject(error));
    await expect(working).rejects.toBe(error);
    const [span] = spans.ended();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.attributes).toEqual({ [attributes.errorType]: type });
    expect(otlpJson(spans.ended())).not.toContain('secret');
  });
});

describe('trace headers', () => {
  it('carry the active span to where they are read', async () => {
    const headers = await withSpan({ scope: 'test', name: 'here' }, async () => traceHeaders());
    const parent = trace.getSpanContext(contextOf(headers));
    expect(parent).toMatchObject({ spanId: spans.ended()[0]?.spanContext().spanId, isRemote: true });
  });

  it.each([{}, { traceparent: 'nonsense' }, { traceparent: undefined }])(
    'that say nothing (%p) lead to no parent, not to whatever is active',
    async (headers) => {
      await withSpan({ scope: 'test', name: 'somebody else' }, async () => {
        expect(trace.getSpanContext(contextOf(headers))).toBeUndefined();
      });
    },
  );

  it('are none outside of any span', () => {
    expect(context.with(ROOT_CONTEXT, () => traceHeaders())).toEqual({});
  });
});

describe('spans as OTLP JSON', () => {
  it('can be read again', async () => {
    const kinds = { text: 'a', whole: 3, share: 0.5, yes: true, list: ['x'] };
    await withSpan({ scope: 'outer scope', name: 'outer' }, () =>
      withSpan({ scope: 'inner scope', name: 'inner', attributes: kinds }, () => Promise.reject(new Error('no'))).catch(
        () => 0,
      ),
    );
    const rows = spanRows(JSON.parse(otlpJson(spans.ended())));
    const outer = rows.find(({ name }) => name === 'outer');
    const inner = rows.find(({ name }) => name === 'inner');
    expect(outer).toMatchObject({ parentSpanId: '', scope: 'outer scope', failed: false });
    expect(inner).toMatchObject({ parentSpanId: outer?.spanId, scope: 'inner scope', failed: true });
    expect([...(inner?.attributes ?? [])].slice(0, 4)).toEqual([
      ['text', 'a'],
      ['whole', '3'],
      ['share', '0.5'],
      ['yes', 'true'],
    ]);
    expect((inner?.start ?? 0n) <= (inner?.end ?? 0n)).toBe(true);
  });

  it('of nothing are an empty document', () => {
    expect(spanRows(JSON.parse(otlpJson([])))).toEqual([]);
  });

  it.each([null, {}, { resourceSpans: [{}] }])('are told from another document: %j', (document) => {
    expect(() => spanRows(document)).toThrow();
  });
});
