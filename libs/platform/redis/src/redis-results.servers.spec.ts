import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { deadlineAt, silentLogger, systemClock } from '@turnfleet/core';
import { describeOnRedis, resultStoreContract, startTcpProxy } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import { type CachedResult, type ReadEvents, toolReads, toolsFrom } from '@turnfleet/tools';
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

    it('that hang or are gone hold up one read for a moment, and are used again when they are back', async () => {
      const { url, prefix } = server();
      const { hostname, port } = new URL(url);
      const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
      const near = new URL(url);
      near.host = `127.0.0.1:${proxy.port}`;
      const redis = await openRedis({ url: near.href, prefix, clock: systemClock, logger: silentLogger });
      const [product] = toolsFrom(descriptorSet).filter(({ name }) => name === 'get_product_info');
      if (!product) throw new Error('no tool');
      let failures = 0;
      const events: ReadEvents = {
        ...{ answered: () => undefined, overtaken: () => undefined, changed: () => undefined },
        failed: () => failures++,
      };
      const process = () => {
        const store = createRedisResults(redis, { maxBytes: 2 ** 20, onUnreadable: () => undefined });
        const further = [{ name: 'redis', store, leastAgeMs: 0 }];
        return toolReads({ clock: systemClock, maxBytes: 2 ** 20, further, events });
      };
      const ask = async (reads: ReturnType<typeof process>, sku: string) => {
        using deadline = deadlineAt(systemClock, systemClock.now() + 5_000);
        const begun = systemClock.monotonic();
        const read = { tool: product, args: { sku }, asker: { tenant: prefix, user: null }, fetch: async () => ({}) };
        const { age } = await reads.read(read, deadline);
        return { age, ms: systemClock.monotonic() - begun };
      };
      const [one, other] = [process(), process()];
      await ask(one, 'SKU-1');
      await eventually('the other one finds it', 5_000, async () =>
        (await ask(other, 'SKU-1')).age === 'fresh' ? true : null,
      );
      for (const [away, back, round] of [
        [() => proxy.freeze(), () => proxy.thaw(), 'a'],
        [() => proxy.refuse(), () => proxy.admit(), 'b'],
      ] as const) {
        away();
        const before = failures;
        expect(await ask(one, 'SKU-1')).toMatchObject({ age: 'fresh' });
        const asked = [];
        for (let i = 0; i < 50; i++) asked.push(await ask(one, `SKU-${round}-${i}`));
        expect(asked.filter(({ age }) => age !== 'new')).toEqual([]);
        expect(asked.filter(({ ms }) => ms > 90).length).toBeLessThanOrEqual(1);
        expect(failures - before).toBeGreaterThan(0);
        back();
        await eventually('it is used again', 20_000, async () => {
          const sku = `SKU-${round}-back-${systemClock.now()}`;
          await ask(one, sku);
          return (await ask(process(), sku)).age === 'fresh' ? true : null;
        });
      }
      await redis.stop();
      await proxy.close();
    }, 60_000);
  });
});
