import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { type Conversation, emptyConversation } from '@turnfleet/contract/schemas';
import { type AuditedState, endTurn, endWith, type Fence, type RestoredConversation } from '@turnfleet/conversation';
import { claimOrRestore, replyTo } from '@turnfleet/conversation/testing';
import { isTurnfleetError, silentLogger, systemClock } from '@turnfleet/core';
import { createRedisState, openRedis, type RedisConnection } from '@turnfleet/redis';
import { type BreakableServers, breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { startTcpProxy, type TcpProxy } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import { Redis } from 'ioredis';
import { describeOnServers, startingMs } from './servers.ts';

const partitions = 4;
const home = homePartition('c-1', partitions);
const applied = (records: bigint) => ({ conversations: records, replies: records });

/** A turn of c-1 answered, and the conversation afterwards. */
async function answer(
  { store }: AuditedState,
  fence: Fence,
  before: Conversation,
  turnId: string,
): Promise<Conversation> {
  const ref = { conversationId: 'c-1', turnId };
  const reply = replyTo('c-1', turnId, before.version + 1);
  const conversation = endTurn(before, { text: 'Hi', submittedAt: '2026-01-01T00:00:00.000Z' }, reply);
  const replies = [{ turnId, reply: JSON.stringify(reply) }];
  await store.commit({ conversationId: 'c-1', basedOn: before.version, conversation, replies }, fence);
  await store.settle(ref, endWith(reply), fence, applied(BigInt(conversation.version)));
  return conversation;
}

describeOnServers('a Redis that goes back', ['redis'], () => {
  let servers: BreakableServers;
  let primary: RestartableServer;
  let raw: Redis;
  let proxy: TcpProxy;
  let redis: RedisConnection;
  let state: AuditedState;
  let fence: Fence;
  let first: Conversation;

  beforeAll(() => {
    servers = breakableServers(() => undefined, new AbortController().signal);
  });
  afterAll(() => servers.stop(), startingMs);

  beforeEach(async () => {
    primary = await servers.newRedis('redis-that-goes-back');
    await primary.start();
    raw = new Redis(primary.url);
    await raw.config('SET', 'appendfsync', 'always');
    proxy = await startTcpProxy(addressOf(primary));
    const url = `redis://127.0.0.1:${proxy.port}`;
    redis = await openRedis({ url, clock: systemClock, logger: silentLogger });
    state = createRedisState({ redis, partitions, journalTtlMs: 3_600_000 });
    fence = await claimOrRestore(state.store, home);
    first = await answer(state, fence, emptyConversation('c-1'), 't-1');
  }, startingMs);
  afterEach(async () => {
    await redis.stop();
    await proxy.close();
    raw.disconnect();
    await primary.kill();
  });

  const addressOf = ({ url }: RestartableServer) => ({ host: '127.0.0.1', port: Number(new URL(url).port) });

  /** Whatever comes after the connection is back. */
  async function afterReconnect<T>(work: () => Promise<T>): Promise<T> {
    const { value } = await eventually('Redis answers', 20_000, async () => {
      try {
        return { value: await work() };
      } catch (error) {
        if (isTurnfleetError(error, 'overloaded')) return null;
        throw error;
      }
    });
    return value;
  }

  function readersWait(error: unknown): true {
    if (isTurnfleetError(error, 'overloaded')) return true;
    throw error;
  }

  /** What a worker finds that had written more than the server has now. */
  async function expectNoticed(second: Conversation): Promise<void> {
    const turn = { conversationId: 'c-1', turnId: 't-3' };
    await expect(afterReconnect(() => state.store.begin(turn, fence, 'a'))).rejects.toMatchObject({ kind: 'fenced' });
    // The run of the server is read anew with each ping.
    await eventually('readers wait', 5_000, () => state.gateway.view('c-1').then(() => null, readersWait));
    const claim = await state.store.claim(home);
    if (claim.kind !== 'claimed') throw new Error('The partition is lost.');
    expect(claim).toMatchObject({ rolledBack: true, applied: applied(1n) });
    await state.store.catchUp(claim.fence, asTheLogHasIt(second), applied(2n));
    expect((await state.gateway.view('c-1'))?.conversation).toEqual(second);
    expect(await state.store.begin(turn, claim.fence, 'a')).toMatchObject({ kind: 'fresh', conversation: second });
  }

  async function* asTheLogHasIt(conversation: Conversation): AsyncGenerator<RestoredConversation> {
    const published = new Map(conversation.turns.map(({ turnId, reply }) => [turnId, JSON.stringify(reply)]));
    const { generation, epoch } = fence;
    yield { conversation, generation, epoch, at: 0, ended: false, published, unpublished: new Map() };
  }

  it(
    'is noticed after a failover to a copy that lagged',
    async () => {
      const replica = await servers.newRedis('redis-copy', new URL(primary.url).host);
      await replica.start();
      const rawReplica = new Redis(replica.url);
      const inStep = async () => ((await raw.wait(1, 1_000)) === 1 ? true : null);
      await eventually('the copy is in step', 20_000, inStep);
      await rawReplica.replicaof('NO', 'ONE');
      rawReplica.disconnect();
      const second = await answer(state, fence, first, 't-2');

      await primary.kill();
      proxy.redirect(addressOf(replica));
      proxy.cut();

      await expectNoticed(second);
    },
    startingMs,
  );

  it(
    'is noticed although nobody connects anew: it followed another one for a moment',
    async () => {
      const other = await servers.newRedis('redis-other', new URL(primary.url).host);
      await other.start();
      await eventually('the copy is in step', 20_000, async () => ((await raw.wait(1, 1_000)) === 1 ? true : null));
      const rawOther = new Redis(other.url);
      await rawOther.replicaof('NO', 'ONE');
      rawOther.disconnect();
      const second = await answer(state, fence, first, 't-2');
      const { host, port } = addressOf(other);
      await raw.replicaof(host, port);
      await eventually('it follows the other one', 20_000, async () =>
        /master_link_status:up/.test(await raw.info('replication')) ? true : null,
      );
      await raw.replicaof('NO', 'ONE');

      await expectNoticed(second);
    },
    startingMs,
  );

  it(
    'is noticed after a restart from an older file',
    async () => {
      const [, folder = ''] = await raw.config('GET', 'dir');
      const file = join(folder, 'appendonlydir');
      await cp(file, `${file}-older`, { recursive: true });
      const second = await answer(state, fence, first, 't-2');

      await primary.kill();
      await rm(file, { recursive: true });
      await cp(`${file}-older`, file, { recursive: true });
      await primary.start();

      await expectNoticed(second);
    },
    startingMs,
  );

  it(
    'a server that kept everything is caught up like one that went back: nothing is missing',
    async () => {
      await primary.kill();
      await primary.start();
      const claim = await afterReconnect(() => state.store.claim(home));
      expect(claim).toMatchObject({ kind: 'claimed', rolledBack: true, applied: applied(1n) });
      if (claim.kind === 'claimed') await state.store.catchUp(claim.fence, asTheLogHasIt(first), applied(1n));
      expect((await state.gateway.view('c-1'))?.conversation).toEqual(first);
    },
    startingMs,
  );

  it(
    'a connection that was cut changes nothing, and no fence is refused',
    async () => {
      proxy.cut();
      const turn = { conversationId: 'c-1', turnId: 't-2' };
      const begun = await afterReconnect(() => state.store.begin(turn, fence, 'a'));
      expect(begun).toMatchObject({ kind: 'fresh', conversation: first });
      expect(await state.store.claim(home)).toMatchObject({ rolledBack: false });
    },
    startingMs,
  );
});
