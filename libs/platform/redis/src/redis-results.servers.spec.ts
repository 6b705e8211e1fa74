import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { describeOnRedis, resultStoreContract } from '@turnfleet/testing';
import type { CachedResult } from '@turnfleet/tools';
import { Redis } from 'ioredis';
import { openRedis } from './connection.ts';
import { createRedisResults } from './redis-results.ts';

const about = (text: string): CachedResult => ({
  answer: { found: true, result: { text } },
  asOf: 1,
  scope: { kinds: ['price'], codes: ['SKU-1'], tenant: 'default' },
});

describeOnRedis('The Redis adapter', process.env, (server) => {
  const open = async () => {
    const { url, prefix } = server();
    const redis = await openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    let unreadable = 0;
    const results = (maxBytes: number) => createRedisResults(redis, { maxBytes, onUnreadable: () => unreadable++ });
    return { redis, results, unreadable: () => unreadable, raw: new Redis(url) };
  };

  resultStoreContract('Redis', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    return {
      store: one.results(2 ** 20),
      other: two.results(2 ** 20),
      stop: async () => {
        for (const { redis, raw } of [one, two]) {
          await redis.stop();
          raw.disconnect();
        }
      },
    };
  });

  describe('Results in Redis', () => {
    it('stay within their bytes, leave nothing that lives for ever, and take garbage for nothing', async () => {
      const { redis, results, unreadable, raw } = await open();
      const store = results(40_000);
      const keys = Array.from({ length: 200 }, () => randomUUID());
      for (const key of keys) await store.put(key, about('x'.repeat(1_000)), 60_000);
      const ours = await raw.keys(`{${redis.prefix}:results/*`);
      const kept = ours.filter((key) => key.includes(':kept/'));
      expect(kept.length).toBeGreaterThan(20);
      expect(kept.length).toBeLessThanOrEqual(40);
      for (const key of ours) expect(await raw.pttl(key)).toBeGreaterThan(0);
      for (const key of kept) await raw.set(key, '{"answer":');
      const found = await Promise.all(keys.map((key) => store.get(key)));
      expect(found.filter((one) => one !== null)).toEqual([]);
      expect(unreadable()).toBe(kept.length);
      raw.disconnect();
      await redis.stop();
    });
  });
});
