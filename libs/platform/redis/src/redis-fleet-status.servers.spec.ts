import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { describeOnRedis, fleetStatusContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisFleetStatus } from './redis-fleet-status.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  fleetStatusContract('Redis', async () => {
    const { url, prefix, forget } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      status: createRedisFleetStatus(one),
      other: createRedisFleetStatus(two),
      // Redis has a clock of its own, which no spec can move.
      pass: (ms) => wait(systemClock, ms, AbortSignal.timeout(60_000)),
      clear: () => forget('fleet}:'),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
