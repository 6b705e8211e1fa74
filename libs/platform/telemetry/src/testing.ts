import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** A tracer for specs that keeps every ended span; `stop` takes it away again. */
export function keepSpans(): { readonly ended: () => readonly ReadableSpan[]; stop(): Promise<void> } {
  const exporter = new InMemorySpanExporter();
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracers);
  return {
    ended: () => exporter.getFinishedSpans(),
    stop: async () => {
      await tracers.shutdown();
      for (const api of [trace, propagation, context]) api.disable();
    },
  };
}
