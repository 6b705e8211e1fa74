import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openBackbone } from '@turnfleet/backbone';
import { silentLogger, systemClock } from '@turnfleet/core';
import { createRedisState, openRedis } from '@turnfleet/redis';
import { type BreakableServers, breakableServers } from '../../tools/services/for-faults.ts';
import { describeOnServers, startingMs } from './servers.ts';

const journalTtlMs = 3_600_000;
const parts = { clock: systemClock, logger: silentLogger };

describeOnServers('a store whose conversations are spread over another number of partitions', ['redis'], () => {
  let servers: BreakableServers;
  let redisUrl: string;

  beforeAll(async () => {
    servers = breakableServers(() => undefined, new AbortController().signal);
    const server = await servers.newRedis('redis-with-fewer-partitions');
    await server.start();
    redisUrl = server.url;
  }, startingMs);
  afterAll(() => servers.stop(), startingMs);

  const open = () => openBackbone({ clientId: 'e2e', brokers: undefined, redisUrl, journalTtlMs, ...parts });

  it('conversations began empty in another partition: no process starts, and each says what to do', async () => {
    const redis = await openRedis({ url: redisUrl, ...parts });
    await createRedisState({ redis, partitions: 12, clock: systemClock, journalTtlMs }).store.claim(0);
    await redis.stop();

    await expect(open()).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringMatching(/over 12 partitions, but the topics have 24/),
      details: { suggestion: expect.stringContaining('"Partitions added"') },
    });
  });
});
