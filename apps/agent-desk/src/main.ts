import { openBackbone } from '@turnfleet/backbone';
import { systemClock, ulid } from '@turnfleet/core';
import { runProcess, startParts } from '@turnfleet/service-kit';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runProcess({
  name: 'agent-desk',
  serviceName: 'turnfleet-agent-desk',
  clock: systemClock,
  readConfig,
  start: (config, { clock, logger, telemetry }) =>
    startParts(async (keep) => {
      const backbone = keep(
        await openBackbone({
          clock,
          logger,
          clientId: 'turnfleet-agent-desk',
          brokers: config.KAFKA_BROKERS,
          redisUrl: config.REDIS_URL,
          journalTtlMs: config.JOURNAL_TTL * 1_000,
        }),
      );
      const { random } = Math;
      const newId = () => ulid(clock.now(), random);
      const metrics = () => telemetry.metricsText();
      return keep(await compose(config, { ...backbone, clock, logger, newId, random, metrics }));
    }),
});
