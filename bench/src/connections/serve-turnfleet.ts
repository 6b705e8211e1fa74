import { openBackbone } from '@turnfleet/backbone';
import { silentLogger, systemClock, ulid } from '@turnfleet/core';
import { compose } from '@turnfleet/ingress/compose';
import { configSchema } from '@turnfleet/ingress/config';
import { serving } from './server-process.ts';

const { random } = Math;
const clock = systemClock;
const redisUrl = process.env.REDIS_URL;
const backbone = await openBackbone({
  ...{ clientId: 'bench', brokers: undefined, redisUrl, journalTtlMs: 3_600_000, clock, logger: silentLogger },
});
const app = await compose(configSchema.parse({ ...process.env, PORT: '0', WS_CONNECTIONS: '100000' }), {
  ...backbone,
  ...{ clock, logger: silentLogger, random, newId: () => ulid(clock.now(), random) },
  ...{ metrics: () => Promise.resolve(''), spans: null, simulatedModel: true },
});
serving(app.addresses['http'] ?? '');
