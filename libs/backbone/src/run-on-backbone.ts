import { type Clock, type Logger, type NewId, type Random, systemClock, ulid } from '@turnfleet/core';
import {
  type App,
  type CommonConfig,
  type Env,
  type ParsedConfig,
  runProcess,
  startParts,
} from '@turnfleet/service-kit';
import type { SpanStore } from '@turnfleet/telemetry/sdk';
import type { BackboneConfig } from './backbone-config.ts';
import { type Backbone, openBackbone } from './open-backbone.ts';

/** What a process of the fleet is composed of. */
interface ProcessParts extends Backbone {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly random: Random;
  /** Its metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Its spans, where they are not exported. */
  readonly spans: Pick<SpanStore, 'find'> | null;
}

interface Plan<Config> {
  readonly name: string;
  readonly readConfig: (env: Env) => ParsedConfig<Config>;
  readonly compose: (config: Config, parts: ProcessParts) => Promise<App>;
}

/** The life of a process that shares log and state with the fleet: see `runProcess`. */
export function runOnBackbone<Config extends CommonConfig & BackboneConfig>({
  name,
  readConfig,
  compose,
}: Plan<Config>): Promise<void> {
  const serviceName = `turnfleet-${name}`;
  return runProcess({
    ...{ name, serviceName, clock: systemClock, readConfig },
    start: (config, { clock, logger, telemetry }) =>
      startParts(async (keep) => {
        const backbone = keep(
          await openBackbone({
            ...{ clock, logger, clientId: serviceName, brokers: config.KAFKA_BROKERS, redisUrl: config.REDIS_URL },
            journalTtlMs: config.JOURNAL_TTL * 1_000,
          }),
        );
        const { random } = Math;
        const newId = () => ulid(clock.now(), random);
        const metrics = () => telemetry.metricsText();
        const parts = { ...backbone, clock, logger, newId, random, metrics, spans: telemetry.spans };
        return keep(await compose(config, parts));
      }),
  });
}
