import { openBackbone } from '@turnfleet/backbone';
import { ulid } from '@turnfleet/core';
import { runService, startParts } from '@turnfleet/service-kit';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runService({
  name: 'orchestrator',
  readConfig,
  compose: (config, adapters) =>
    startParts(async (keep) => {
      const backbone = keep(
        await openBackbone({
          ...adapters,
          clientId: 'turnfleet-orchestrator',
          brokers: config.KAFKA_BROKERS,
          redisUrl: config.REDIS_URL,
          journalTtlMs: config.JOURNAL_TTL * 1_000,
        }),
      );
      const newId = () => ulid(adapters.clock.now(), Math.random);
      return keep(await compose(config, { ...adapters, ...backbone, newId }));
    }),
});
