import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { accessStoreContract, describeOnRedis } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisAccess } from './redis-access.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  accessStoreContract('Redis', async () => {
    const { url, prefix } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      store: createRedisAccess(one),
      other: createRedisAccess(two),
      // Redis has a clock of its own, which no spec can move.
      pass: (ms) => wait(systemClock, ms, AbortSignal.timeout(60_000)),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
