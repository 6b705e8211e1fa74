import { systemClock } from '@turnfleet/core';
import { startTelemetry } from '@turnfleet/telemetry';
import type { App } from '../app.ts';
import type { Env, ParsedConfig } from '../config.ts';
import { stopAll } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { runProcess } from '../process.ts';
import type { ServiceAdapters } from './service-app.ts';

interface ServiceProcessConfig {
  readonly LOG_LEVEL: string;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
}

export interface ServiceProcess<C> {
  readonly name: string;
  readonly readConfig: (env: Env) => ParsedConfig<C>;
  readonly compose: (config: C, adapters: ServiceAdapters) => Promise<App>;
}

/** A domain service as a process of its own, with telemetry around it. */
export function runService<C extends ServiceProcessConfig>({ name, readConfig, compose }: ServiceProcess<C>) {
  return runProcess<C>({
    name,
    readConfig,
    logger: (config) => createLogger(name, config.LOG_LEVEL),
    start: async (config, logger) => {
      const exporting = config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
      const telemetry = startTelemetry({ serviceName: `turnfleet-${name}`, export: exporting }, logger);
      const app = await compose(config, { clock: systemClock, logger, metrics: () => telemetry.metricsText() });
      return { ...app, stop: () => stopAll([telemetry, app]) };
    },
  });
}
