import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { type Logger, systemClock, wait } from '@turnfleet/core';
import { type Sampling, samplerOf } from './sampling.ts';
import { SpanStore } from './span-store.ts';

export interface TelemetryConfig {
  /** Unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` name it. */
  readonly serviceName: string;
  /** Whether spans and metrics go to a collector; where it is, the exporters read from the standard `OTEL_*` variables. */
  readonly export: boolean;
  readonly sampling?: Sampling;
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
const complainEveryMs = 60_000;

/** Registers the process's tracer and meter. Called once, before anything is composed. */
export function startTelemetry(config: TelemetryConfig, logger: Logger): Telemetry {
  const spans = config.export ? null : new SpanStore();
  const processor: SpanProcessor =
    spans ??
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), maxQueueSize: 20_000, scheduledDelayMillis: 500 });
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const pushed = config.export ? [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })] : [];
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  setGlobalErrorHandler(complaint(logger));
  const kit = new NodeSDK({
    // The environment may name another; the kit's own `serviceName` would come before that.
    resource: resourceFromAttributes({ 'service.name': config.serviceName }),
    // Only what the environment says: the other detectors would publish command line and host name.
    resourceDetectors: [envDetector],
    sampler: samplerOf(config.sampling),
    textMapPropagator: new W3CTraceContextPropagator(),
    spanProcessors: [processor],
    metricReaders: [prometheus, ...pushed],
    // Logs go to standard output; without this the kit would send them to a collector too.
    logRecordProcessors: [],
  });
  kit.start();

  return {
    spans,
    metricsText: async () => serializer.serialize((await prometheus.collect()).resourceMetrics),
    stop: async () => {
      // What fails now is told once, below.
      setGlobalErrorHandler(() => undefined);
      await bounded(kit.shutdown(), 'spans and metrics', logger);
      for (const api of [trace, metrics, propagation, context]) api.disable();
    },
  };
}

/** Failed exports as warnings, at most one a minute: they are tried again all the time. */
function complaint(logger: Logger): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (systemClock.monotonic() - last < complainEveryMs) return;
    last = systemClock.monotonic();
    const meaning = 'check OTEL_EXPORTER_OTLP_ENDPOINT and the collector there; turns are answered all the same';
    logger.warn({ err: error }, `spans or metrics could not be sent: ${meaning}`);
  };
}

async function bounded(shutdown: Promise<void>, what: string, logger: Logger): Promise<void> {
  const over = new AbortController();
  const lost = (error: unknown, why: string): void => {
    if (over.signal.aborted) return;
    over.abort();
    logger.warn({ err: error }, `the last ${what} were not sent: the collector ${why}`);
  };
  const sent = shutdown.then(
    () => over.abort(),
    (error: unknown) => lost(error, 'refused them or cannot be reached'),
  );
  const limit = wait(systemClock, flushLimitMs, over.signal).then(
    () => lost(undefined, 'did not take them in time'),
    () => undefined,
  );
  await Promise.race([sent, limit]);
}
