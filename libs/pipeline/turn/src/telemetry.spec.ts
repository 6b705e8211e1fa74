import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTurn, homePartition } from '@turnfleet/contract/events';
import { createWorker, createWorld, partitions } from '@turnfleet/pipeline-testing';
import { attributes } from '@turnfleet/telemetry';
import { type KeptSpans, keepSpans } from '@turnfleet/telemetry/testing';

let spans: KeptSpans;
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const upstream = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
const turn = {
  conversationId: 'c-1',
  turnId: 't-1',
  text: 'Where is my parcel, I am Zhang San?',
  user: { id: 'U-77' },
};

beforeAll(() => {
  spans = keepSpans();
});
afterAll(() => spans.stop());
beforeEach(() => spans.reset());

const consumer = (): ReadableSpan | undefined => spans.ended().find(({ kind }) => kind === SpanKind.CONSUMER);

async function worked(trace: Readonly<Record<string, string>>) {
  const world = createWorld();
  const worker = createWorker(world, 'A', { model: [{ text: 'Dear Zhang San, it is on its way.' }] });
  const record = await world.put(encodeTurn(turn, homePartition('c-1', partitions), trace));
  return { world, work: () => worker.run(record) };
}

describe('the span of a turn', () => {
  it('belongs to the trace that the record brings, and so do the reply and its events', async () => {
    const { world, work } = await worked(upstream);
    await work();

    expect(consumer()).toMatchObject({ parentSpanContext: { traceId, spanId: '00f067aa0ba902b7' } });
    expect(consumer()?.attributes).toMatchObject({
      [attributes.turnId]: 't-1',
      [attributes.turnStatus]: 'completed',
      [attributes.turnAttempt]: 1,
      [attributes.routeRule]: 'everyday',
      [attributes.routeStrategy]: 'cheapest',
      [attributes.routeModel]: 'deepseek-v3.2',
      [attributes.routeCandidates]: [expect.stringMatching(/^deepseek-v3.2 at openai: [\d.e-]+ \(about \$/)],
    });
    expect((await world.replyTo()).traceId).toBe(traceId);
    const page = await world.state.journal.read('c-1', null);
    expect(page.kind === 'entries' && page.entries.map(({ traceparent }) => traceparent.slice(3, 35))).toContain(
      traceId,
    );
  });

  it('is no part of whatever was being traced when the log delivered it', async () => {
    const { world, work } = await worked({});
    await trace.getTracer('spec').startActiveSpan('some request', async (span) => {
      await work();
      span.end();
    });

    expect(consumer()?.parentSpanContext).toBeUndefined();
    expect((await world.replyTo()).traceId).toBe(consumer()?.spanContext().traceId);
  });

  it('has no words of shopper or model', async () => {
    const { work } = await worked(upstream);
    await work();

    const told = spans.ended().map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
    expect(JSON.stringify(told)).not.toMatch(/Zhang|parcel|on its way|U-77/);
  });
});
