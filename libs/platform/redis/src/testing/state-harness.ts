import type { AuditedState } from '@turnfleet/conversation';
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../connection.ts';
import { createKeys } from '../keys.ts';
import { createRedisState } from '../redis-state.ts';

export const partitions = 4;
export const journalTtlMs = 3_600_000;

interface StateHarnessOptions {
  readonly redis: RedisConnection;
  /** A client without our settings for the server that has a key. */
  readonly raw: (key: string) => Redis;
}

/** The Redis adapter as the contract suites of the conversation ports want it; `stop` ends the connection. */
export function stateHarness({ redis, raw }: StateHarnessOptions) {
  const keys = createKeys(redis.prefix, partitions);
  const connect = (counted = partitions): AuditedState =>
    createRedisState({ redis, partitions: counted, journalTtlMs });
  const tagOf = (partition: number): string => `{${redis.prefix}:${partition}}:`;
  const namesIn = (partition: number): Promise<string[]> => raw(tagOf(partition)).keys(`${tagOf(partition)}*`);

  async function lose(partition: number): Promise<void> {
    const names = await namesIn(partition);
    if (names.length > 0) await raw(tagOf(partition)).unlink(...names);
  }

  /** Name, time to live and content of all keys of a partition. */
  async function dumpOf(partition: number): Promise<[string, number, Buffer][]> {
    const client = raw(tagOf(partition));
    const names = await namesIn(partition);
    return Promise.all(
      names.map(async (name) => [name, Math.max(0, await client.pttl(name)), await client.dumpBuffer(name)]),
    );
  }

  return {
    ...connect(),
    partitions,
    connect: async (counted?: number) => connect(counted),
    lose,
    keep: async (partition: number) => {
      const copy = await dumpOf(partition);
      return async (how: 'quietly' | 'after a failover') => {
        await lose(partition);
        const client = raw(tagOf(partition));
        for (const [name, ttl, value] of copy) await client.restore(name, ttl, value);
        const [meta = ''] = keys.ofPartition(partition);
        if (how === 'after a failover') await client.hset(meta, 'server', 'the server that was there before');
      };
    },
    expireJournal: async (conversationId: string) => {
      const journal = keys.journal(conversationId);
      await raw(journal).del(journal);
    },
    stop: () => redis.stop(),
  };
}
