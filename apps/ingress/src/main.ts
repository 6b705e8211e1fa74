import { openBackbone } from '@turnfleet/backbone';
import { systemClock, ulid } from '@turnfleet/core';
import { createLogger, runProcess, stopAll } from '@turnfleet/service-kit';
import { startTelemetry } from '@turnfleet/telemetry';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runProcess({
  name: 'ingress',
  readConfig,
  logger: (config) => createLogger('ingress', config.LOG_LEVEL),
  start: async (config, logger) => {
    const exporting = config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
    const telemetry = startTelemetry({ serviceName: 'turnfleet-ingress', export: exporting }, logger);
    const clock = systemClock;
    const backbone = await openBackbone({
      clock,
      logger,
      clientId: 'turnfleet-ingress',
      brokers: config.KAFKA_BROKERS,
      redisUrl: config.REDIS_URL,
      journalTtlMs: config.JOURNAL_TTL * 1_000,
    });
    const newId = () => ulid(clock.now(), Math.random);
    const { spans } = telemetry;
    const metrics = () => telemetry.metricsText();
    const app = await compose(config, { ...backbone, clock, logger, newId, metrics, spans, simulatedModel: false });
    return { ...app, stop: () => stopAll([telemetry, backbone, app]) };
  },
});
