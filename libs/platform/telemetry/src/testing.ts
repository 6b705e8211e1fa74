import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';

export interface KeptSpans {
  readonly ended: () => readonly ReadableSpan[];
  /** Forgets those that have ended. */
  reset(): void;
  /** Takes the tracer away again. */
  stop(): Promise<void>;
}

/** A tracer for specs that keeps every ended span. */
export function keepSpans(): KeptSpans {
  const exporter = new InMemorySpanExporter();
  const kit = new NodeSDK({
    autoDetectResources: false,
    textMapPropagator: new W3CTraceContextPropagator(),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
    metricReaders: [],
    logRecordProcessors: [],
  });
  kit.start();
  return {
    ended: () => exporter.getFinishedSpans(),
    reset: () => exporter.reset(),
    stop: async () => {
      await kit.shutdown();
      for (const api of [trace, metrics, propagation, context]) api.disable();
    },
  };
}
