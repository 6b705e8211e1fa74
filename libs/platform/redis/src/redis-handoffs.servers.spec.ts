import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { describeOnRedis, handoffQueueContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisHandoffs } from './redis-handoffs.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  handoffQueueContract('Redis', async () => {
    const { url, prefix } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      queue: createRedisHandoffs(one),
      other: createRedisHandoffs(two),
      // Redis has a clock of its own, which no spec can move.
      pass: (ms) => wait(systemClock, ms, AbortSignal.timeout(60_000)),
      now: () => one.now(),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
