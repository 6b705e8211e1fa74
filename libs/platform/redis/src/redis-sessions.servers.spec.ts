import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { describeOnRedis, sessionStoreContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisSessions } from './redis-sessions.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  sessionStoreContract('Redis', async () => {
    const { url, prefix } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      store: createRedisSessions(one),
      other: createRedisSessions(two),
      // Redis has a clock of its own, which no spec can move.
      pass: (ms) => wait(systemClock, ms, AbortSignal.timeout(60_000)),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
