import { silentLogger, systemClock } from '@turnfleet/core';
import { budgetStoreContract, describeOnRedis } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisBudgets } from './redis-budgets.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  budgetStoreContract('Redis', async () => {
    const { url, prefix, forget } = server();
    const open = () => openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const [one, two] = await Promise.all([open(), open()]);
    return {
      budgets: createRedisBudgets(one),
      other: createRedisBudgets(two),
      clear: () => forget('spent/'),
      stop: async () => {
        await Promise.all([one.stop(), two.stop()]);
      },
    };
  });
});
