import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SpanKind, trace } from '@opentelemetry/api';
import { topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { keepSpans } from './testing.ts';
import { tracedLog } from './traced-log.ts';
import { contextOf } from './with-span.ts';

describe('a traced log', () => {
  let spans: ReturnType<typeof keepSpans>;
  beforeEach(() => {
    spans = keepSpans();
  });
  afterEach(() => spans.stop());

  const record = (topic: string): NewRecord => ({
    topic,
    partition: 3,
    key: null,
    value: new Uint8Array(),
    headers: { ce_id: new TextEncoder().encode('t-1') },
  });
  const log = (append: TurnLog['append']): TurnLog => ({ append }) as Partial<TurnLog> as TurnLog;
  const textOf = (bytes: unknown): string | undefined =>
    bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : undefined;

  it('appends inside a producer span that travels in the headers', async () => {
    const append = jest.fn<TurnLog['append']>(async () => ({ offset: 7n }));
    await tracedLog(log(append), 'test').append(record(topics.turns));
    const [span] = spans.ended();
    expect(span).toMatchObject({ name: 'send chat.turns', kind: SpanKind.PRODUCER });
    const headers = append.mock.calls[0]?.[0].headers ?? {};
    expect(textOf(headers['ce_id'])).toBe('t-1');
    const parent = trace.getSpanContext(contextOf({ traceparent: textOf(headers['traceparent']) }));
    expect(parent?.spanId).toBe(span?.spanContext().spanId);
  });

  it('leaves the headers of a dead letter as they came', async () => {
    const append = jest.fn<TurnLog['append']>(async () => ({ offset: 7n }));
    await tracedLog(log(append), 'test').append(record(topics.deadLetters));
    expect(Object.keys(append.mock.calls[0]?.[0].headers ?? {})).toEqual(['ce_id']);
  });

  it('passes a failure on and marks the span', async () => {
    const lost = new TurnfleetError('overloaded', 'The log is away.');
    await expect(
      tracedLog(
        log(() => Promise.reject(lost)),
        'test',
      ).append(record(topics.turns)),
    ).rejects.toBe(lost);
    expect(spans.ended()[0]?.attributes).toMatchObject({ 'error.type': 'overloaded' });
  });
});
