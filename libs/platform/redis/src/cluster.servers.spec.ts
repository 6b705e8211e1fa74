import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { homePartition } from '@turnfleet/contract/events';
import type { AuditedState } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { isTurnfleetError, silentLogger, systemClock } from '@turnfleet/core';
import { type ConversationHarness, conversationStoreContract, journalContract } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import { openRedis, type RedisConnection } from './connection.ts';
import { createKeys } from './keys.ts';
import { createRedisState } from './redis-state.ts';
import { slotOf } from './slots.ts';
import { type OwnCluster, startOwnCluster } from './testing/own-cluster.ts';
import { journalTtlMs, stateHarness } from './testing/state-harness.ts';

/** Servers, their copies and what looks at them share a machine with everything else. */
jest.setTimeout(120_000);
const startingMs = 120_000;
const backWithinMs = 60_000;
/** So many that each of three servers has some. */
const partitions = 24;
let prefixes = 0;

class Gauges extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}
const gauges = new Gauges();
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [gauges] }));

/** With servers of its own; without REDIS_URL, as where there is no Redis at all, it is skipped. */
const describeWithServers = process.env.REDIS_URL === undefined ? describe.skip : describe;

describeWithServers('A Redis Cluster of three servers', () => {
  let cluster: OwnCluster;
  let redis: RedisConnection;
  let state: AuditedState;
  let prefix: string;

  beforeAll(async () => {
    cluster = await startOwnCluster();
  }, startingMs);
  afterAll(() => cluster.stop(), startingMs);

  const urlOf = (shard: number): string => cluster.masters[shard]?.server.url ?? '';
  const connect = (url: string): Promise<RedisConnection> =>
    openRedis({ url, prefix, clock: systemClock, logger: silentLogger });
  const stateOn = (connection: RedisConnection): AuditedState =>
    createRedisState({ redis: connection, partitions, journalTtlMs });

  async function harness(): Promise<ConversationHarness> {
    prefix = `spec-${++prefixes}`;
    return stateHarness({
      redis: await connect(urlOf(1)),
      raw: (key) => cluster.masters[cluster.shardOf(key)]?.raw ?? cluster.replica.raw,
    });
  }
  conversationStoreContract('A cluster', harness);
  journalContract('A cluster', harness);

  /** A conversation at home on this shard. */
  function conversationAt(shard: number): { conversationId: string; partition: number; key: string } {
    for (let i = 0; ; i++) {
      const conversationId = `c-${i}`;
      const key = createKeys(prefix, partitions).journal(conversationId);
      if (cluster.shardOf(key) === shard)
        return { conversationId, partition: homePartition(conversationId, partitions), key };
    }
  }

  const beginAt = async (shard: number, fence: Awaited<ReturnType<typeof claimAt>>) =>
    state.store.begin({ conversationId: conversationAt(shard).conversationId, turnId: 't-1' }, fence, 'a');
  const claimAt = (shard: number) => claimOrRestore(state.store, conversationAt(shard).partition);
  const answersAt = (shard: number): Promise<true | null> =>
    state.store.claim(conversationAt(shard).partition).then(
      () => true,
      () => null,
    );

  /** What the gauge says. */
  async function mastersAway(): Promise<unknown> {
    const { resourceMetrics } = await gauges.collect();
    const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return all.find(({ descriptor }) => descriptor.name === 'turnfleet.redis.masters_away')?.dataPoints[0]?.value;
  }

  async function refusalOf(call: Promise<unknown>): Promise<string> {
    const error = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    return isTurnfleetError(error) ? error.kind : `no refusal: ${String(error)}`;
  }

  describe('in trouble', () => {
    beforeEach(async () => {
      prefix = `spec-${++prefixes}`;
      redis = await connect(`redis://${[0, 1, 2].map((shard) => new URL(urlOf(shard)).host).join(',')}`);
      state = stateOn(redis);
    });
    afterEach(() => redis.stop());

    it('rings the bells of each server’s conversations in another process', async () => {
      const other = await connect(urlOf(0));
      try {
        for (const shard of [0, 1, 2]) {
          const { conversationId } = conversationAt(shard);
          const fence = await claimAt(shard);
          const rung = Promise.withResolvers<void>();
          const watching = await stateOn(other).journal.subscribe(conversationId, () => rung.resolve());
          const delta = { type: 'reply.delta', turnId: 't-1', text: 'x' } as const;
          await state.journal.append(conversationId, [delta], 1, { fence, attempt: 1 });
          await rung.promise;
          watching.close();
        }
      } finally {
        await other.stop();
      }
    });

    it('refuses the fences of a partition whose slot has moved to another server, and goes on there', async () => {
      const { conversationId, partition, key } = conversationAt(1);
      const fence = await claimAt(1);
      const rung = Promise.withResolvers<void>();
      await state.journal.subscribe(conversationId, () => rung.resolve());
      await moveSlot(cluster, key, 1, 2);
      try {
        await eventually('the fence is refused', backWithinMs, async () =>
          (await refusalOf(state.store.check(fence))) === 'fenced' ? true : null,
        );
        const claim = await state.store.claim(partition);
        expect(claim).toMatchObject({ kind: 'claimed', rolledBack: true });
        await rung.promise;
      } finally {
        await moveSlot(cluster, key, 2, 1);
      }
    });

    it(
      'pauses the partitions of a server that is killed and no others, and says so to the claim when it is back',
      async () => {
        const [dead, alive] = [await claimAt(2), await claimAt(1)];
        const { server } = cluster.masters[2] ?? cluster.replica;
        await server.kill();
        expect(await refusalOf(beginAt(2, dead))).toBe('overloaded');
        expect(await beginAt(1, alive)).toMatchObject({ kind: 'fresh' });
        expect(redis.check.problem()).toBeNull();
        expect(await mastersAway()).toBe(1);
        await eventually('the others take it for dead', backWithinMs, async () =>
          /cluster_slots_fail:[1-9]/.test(String(await cluster.masters[1]?.raw.cluster('INFO'))) ? true : null,
        );
        expect(await beginAt(1, alive)).toMatchObject({ kind: 'fresh' });
        const late = await connect(urlOf(1));
        expect(await refusalOf(stateOn(late).store.claim(dead.partition))).toBe('overloaded');
        expect(await stateOn(late).store.claim(conversationAt(0).partition)).toMatchObject({ kind: 'lost' });
        await late.stop();

        await server.start();
        await eventually('its partitions are back', backWithinMs, () => answersAt(2));
        expect(await refusalOf(beginAt(2, dead))).toBe('fenced');
        expect((await beginAt(1, alive)).kind).toBe('fresh');
        await eventually('the gauge is down again', backWithinMs, async () =>
          (await mastersAway()) === 0 ? true : null,
        );
      },
      startingMs,
    );

    it(
      'goes on at the replica that takes over, which no fence from before can use',
      async () => {
        const { conversationId, partition } = conversationAt(0);
        const [moved, still] = [await claimAt(0), await claimAt(1)];
        let rings = 0;
        await state.journal.subscribe(conversationId, () => void rings++);
        await cluster.masters[0]?.raw.wait(1, 10_000);
        await cluster.masters[0]?.server.kill();
        await eventually('the replica takes over', backWithinMs, async () =>
          (await refusalOf(state.store.check(moved))) === 'fenced' ? true : null,
        );
        expect(await state.store.claim(partition)).toMatchObject({ kind: 'claimed', rolledBack: true });
        await eventually('its bells ring', backWithinMs, async () => (rings > 0 ? true : null));
        expect((await beginAt(1, still)).kind).toBe('fresh');
        await cluster.masters[0]?.server.start();
      },
      startingMs,
    );

    it(
      'is not ready while no server answers, and finds them again',
      async () => {
        for (const { server } of [...cluster.masters, cluster.replica]) await server.kill();
        await eventually('readiness says so', backWithinMs, async () => (redis.check.problem() === null ? null : true));
        for (const { server } of [...cluster.masters, cluster.replica]) await server.start();
        await eventually('all partitions are back', backWithinMs, async () =>
          (await Promise.all([0, 1, 2].map(answersAt))).includes(null) ? null : true,
        );
        expect(redis.check.problem()).toBeNull();
      },
      startingMs,
    );
  });

  it('is refused where one of its servers may throw conversations away', async () => {
    const raw = cluster.masters[2]?.raw;
    await raw?.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      expect(await refusalOf(connect(urlOf(1)))).toBe('invalid_request');
    } finally {
      await raw?.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  it('is refused with a numbered database, which it does not have', async () => {
    expect(await refusalOf(connect(`${urlOf(1)}/1`))).toBe('invalid_request');
  });
});

/** As `redis-cli --cluster reshard` does. */
async function moveSlot({ masters }: OwnCluster, key: string, from: number, to: number): Promise<void> {
  const [source, target] = [masters[from], masters[to]];
  if (!source || !target) throw new Error('There is no such server.');
  const slot = slotOf(key);
  const [sourceId, targetId] = [await source.raw.cluster('MYID'), await target.raw.cluster('MYID')];
  await target.raw.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(sourceId));
  await source.raw.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(targetId));
  const names = (await source.raw.call('CLUSTER', 'GETKEYSINSLOT', slot, 10_000)) as string[];
  const { hostname, port } = new URL(target.server.url);
  if (names.length > 0) await source.raw.call('MIGRATE', hostname, port, '', 0, 5_000, 'KEYS', ...names);
  for (const { raw } of [target, source, ...masters])
    await raw.call('CLUSTER', 'SETSLOT', slot, 'NODE', String(targetId));
}
