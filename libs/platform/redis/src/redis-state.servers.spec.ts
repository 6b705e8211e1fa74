import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { ledgerTtlMs } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { silentLogger, systemClock } from '@turnfleet/core';
import {
  type ConversationHarness,
  conversationStoreContract,
  describeOnRedis,
  journalContract,
} from '@turnfleet/testing';
import { openRedis, type RedisConnection } from './connection.ts';
import { createKeys } from './keys.ts';
import { createRedisState } from './redis-state.ts';
import { journalTtlMs, partitions, stateHarness } from './testing/state-harness.ts';

describeOnRedis('The Redis adapter', process.env, (server) => {
  async function harness(): Promise<ConversationHarness> {
    const { url, prefix, raw } = server();
    const redis = await openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
    return stateHarness({ redis, raw: () => raw });
  }

  conversationStoreContract('Redis', harness);
  journalContract('Redis', harness);
});

describeOnRedis('What the adapter leaves in Redis', process.env, (server) => {
  let redis: RedisConnection;
  beforeAll(async () => {
    const { url, prefix } = server();
    redis = await openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
  });
  afterAll(() => redis.stop());

  const turn = { conversationId: 'c-1', turnId: 't-1' };
  const home = homePartition(turn.conversationId, partitions);

  it('is a turn that ends with the ledger, a journal that ends with its time, and a conversation that stays', async () => {
    const { raw, prefix } = server();
    const { store, journal } = createRedisState({ redis, partitions, journalTtlMs });
    const fence = await claimOrRestore(store, home);
    await store.begin(turn, fence, 'a');
    const delta = { type: 'reply.delta', turnId: 't-1', text: 'x' } as const;
    await journal.append('c-1', [delta], 1, { fence, attempt: 1 });
    const conversation = {
      conversationId: 'c-1',
      version: 1,
      state: 'greeting' as const,
      held: null,
      results: [],
      turns: [],
    };
    const replies = [{ turnId: 't-1', reply: '{}' }];
    await store.commit({ conversationId: 'c-1', basedOn: 0, conversation, replies }, fence);

    const keys = createKeys(prefix, partitions);
    const [meta = '', , conversationKey = ''] = keys.ofTurn(turn);
    const [turnTtl, journalTtl] = await Promise.all([raw.pttl(keys.turn(turn)), raw.pttl(keys.journal('c-1'))]);
    expect(Math.ceil(turnTtl / 60_000)).toBe(ledgerTtlMs / 60_000);
    expect(Math.ceil(journalTtl / 60_000)).toBe(journalTtlMs / 60_000);
    expect([await raw.pttl(conversationKey), await raw.pttl(meta)]).toEqual([-1, -1]);
  });

  it('is the number of partitions in each of them: also when what is said of the store as a whole is gone', async () => {
    const { raw, prefix } = server();
    const { store } = createRedisState({ redis, partitions, journalTtlMs });
    await claimOrRestore(store, home);
    await raw.del(...createKeys(prefix, partitions).store);

    const other = createRedisState({ redis, partitions: partitions + 1, journalTtlMs });
    await expect(other.store.claim(home)).rejects.toMatchObject({ kind: 'invalid_request' });

    await raw.del(...createKeys(prefix, partitions).store);
    await store.check(await claimOrRestore(store, home));
  });

  it('is a count of the answers under a fence, which a server that lost some of them cannot have', async () => {
    const { raw, prefix } = server();
    const { store } = createRedisState({ redis, partitions, journalTtlMs });
    const fence = await claimOrRestore(store, home);
    const writes = async (): Promise<number> =>
      Number(await raw.hget(createKeys(prefix, partitions).ofPartition(home)[0] ?? '', 'writes'));
    const before = await writes();
    await store.begin({ ...turn, turnId: 't-2' }, fence, 'a');
    await store.begin({ ...turn, turnId: 't-2' }, fence, 'a');
    expect(await writes()).toBe(before + 2);
  });
});
