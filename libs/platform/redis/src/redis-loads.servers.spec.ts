import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { describeOnRedis, loadBoardContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisLoads } from './redis-loads.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  loadBoardContract('Redis', async () => {
    const { url, prefix } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      board: createRedisLoads(one),
      other: createRedisLoads(two),
      // Redis has a clock of its own, which no spec can move.
      pass: (ms) => wait(systemClock, ms, AbortSignal.timeout(60_000)),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
