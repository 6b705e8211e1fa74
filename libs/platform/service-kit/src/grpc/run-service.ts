import { systemClock } from '@turnfleet/core';
import type { App } from '../app.ts';
import type { CommonConfig, Env, ParsedConfig } from '../config.ts';
import { runProcess } from '../process.ts';
import type { ServiceAdapters } from './service-app.ts';

interface ServiceProcess<C> {
  readonly name: string;
  readonly readConfig: (env: Env) => ParsedConfig<C>;
  readonly compose: (config: C, adapters: ServiceAdapters) => Promise<App>;
}

/** An app that serves its metrics itself, as a process of its own. */
export function runService<C extends CommonConfig>({ name, readConfig, compose }: ServiceProcess<C>): Promise<void> {
  return runProcess<C>({
    name,
    serviceName: `turnfleet-${name}`,
    clock: systemClock,
    readConfig,
    start: (config, { clock, logger, telemetry }) =>
      compose(config, { clock, logger, metrics: () => telemetry.metricsText() }),
  });
}
