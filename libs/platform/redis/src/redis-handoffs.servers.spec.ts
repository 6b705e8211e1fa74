import { expect, it } from '@jest/globals';
import type { Handoff } from '@turnfleet/contract/schemas';
import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { describeOnRedis, handoffQueueContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { createRedisHandoffs } from './redis-handoffs.ts';
import { plainScript } from './script.ts';

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

  const waits: Handoff = {
    ...{ id: 't-1', tenant: 'default', state: 'waiting', since: '2026-01-01T00:00:00.000Z' },
    ...{ reason: 'wish', summary: '要退货', skill: 'general', locale: 'zh-CN', priority: 3, level: null, wanted: null },
    ...{ agent: null, agentName: null, claimedAt: null, moves: 0, notes: [] },
  };
  const claimedAt = '2026-01-01T00:00:01.000Z';
  const has: Handoff = { ...waits, state: 'claimed', agent: 'wang', agentName: '小王', claimedAt };

  it.each([
    ['entries', waits],
    ['waiting', waits],
    ['entries', has],
    ['claimed', has],
  ])('puts an entry right whose key %s was lost by itself, when it is put again as it is', async (kind, handoff) => {
    const { url, prefix } = server();
    const redis = await openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    const queue = createRedisHandoffs(redis);
    const tenant = `lost-${kind}-${handoff.state}`;
    const change = { tenant, conversationId: 'c-1', version: 2, handoff };
    const shown = async () => [...(await queue.waiting(tenant, 9)), ...(await queue.claimed(tenant))];
    await queue.put(change);
    expect(await shown()).toHaveLength(1);
    const key = `{${redis.prefix}:handoffs/${Buffer.from(tenant).toString('base64url')}}:${kind}`;
    const [gone] = await redis.run(plainScript("return { tostring(redis.call('DEL', KEYS[1])) }"), [key], []);
    expect([gone, await shown()]).toEqual(['1', []]);
    await queue.put(change);
    expect(await shown()).toEqual([{ conversationId: 'c-1', version: 2, handoff }]);
    await redis.stop();
  });
});
