import { silentLogger, systemClock } from '@turnfleet/core';
import { describeOnRedis, rateWindowsContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisRates } from './redis-rates.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  rateWindowsContract('Redis', async () => {
    const { url, prefix } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      windows: createRedisRates(one),
      other: createRedisRates(two),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
