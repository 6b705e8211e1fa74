import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Logger, systemClock, wait } from '@turnfleet/core';
import { SpanStore } from './span-store.ts';

export interface TelemetryConfig {
  readonly serviceName: string;
  /** Whether spans and metrics go to a collector; where it is, the exporters read from the standard `OTEL_*` variables. */
  readonly export: boolean;
}

export interface Telemetry {
  /** Spans of this process, when they are not exported. */
  readonly spans: SpanStore | null;
  /** Prometheus text of every metric of this process. */
  metricsText(): Promise<string>;
  /** Sends what is left and switches off; bounded, so that a missing collector does not hold up the exit. */
  stop(): Promise<void>;
}

const flushLimitMs = 3_000;

/** Registers the process's tracer and meter. Called once, before anything is composed. */
export function startTelemetry(config: TelemetryConfig, logger: Logger): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': config.serviceName });
  const spans = config.export ? null : new SpanStore();
  const processor: SpanProcessor =
    spans ??
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), maxQueueSize: 20_000, scheduledDelayMillis: 500 });
  const tracers = new TracerProvider({ resource, spanProcessors: [processor] });
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const pushed = config.export ? [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })] : [];
  const meters = new MeterProvider({ resource, readers: [prometheus, ...pushed] });
  const serializer = new PrometheusSerializer('', false, undefined, false, true);

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracers);
  metrics.setGlobalMeterProvider(meters);

  return {
    spans,
    metricsText: async () => serializer.serialize((await prometheus.collect()).resourceMetrics),
    stop: async () => {
      await bounded(tracers.shutdown(), 'spans', logger);
      await bounded(meters.shutdown(), 'metrics', logger);
      for (const api of [trace, metrics, propagation, context]) api.disable();
    },
  };
}

async function bounded(shutdown: Promise<void>, what: string, logger: Logger): Promise<void> {
  const giveUp = new AbortController();
  const limit = wait(systemClock, flushLimitMs, giveUp.signal).then(
    () => logger.warn({}, `the last ${what} were not sent: the collector did not take them in time`),
    () => undefined,
  );
  const sent = shutdown.catch((error: unknown) =>
    logger.warn({ err: error }, `the last ${what} were not sent: the collector refused them or cannot be reached`),
  );
  await Promise.race([sent, limit]);
  giveUp.abort();
}
