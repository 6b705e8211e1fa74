import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { type Clock, type Logger, silentLogger, systemClock } from '@turnfleet/core';
import { openRedis, type RedisConnection } from '@turnfleet/redis';
import { type BreakableServers, breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import { Redis } from 'ioredis';
import { describeOnServers, startingMs } from './servers.ts';

jest.setTimeout(60_000);
const waitMs = 20_000;

describeOnServers('a Redis that answers and refuses', ['redis'], () => {
  let servers: BreakableServers;
  let server: RestartableServer;
  let raw: Redis;
  let redis: RedisConnection | undefined;
  const told = jest.fn<(text: string) => void>();
  const tell = (_: object, text: string): void => told(text);
  const logger: Logger = { ...silentLogger, info: tell, warn: tell, error: tell };

  beforeAll(async () => {
    servers = breakableServers(() => undefined, new AbortController().signal);
    server = await servers.newRedis('redis-that-refuses');
    await server.start();
    raw = new Redis(server.url);
  }, startingMs);
  afterAll(async () => {
    raw.disconnect();
    await servers.stop();
  }, startingMs);

  beforeEach(() => void told.mockClear());
  afterEach(() => redis?.stop());

  const connect = async (clock: Clock = systemClock): Promise<RedisConnection> =>
    (redis = await openRedis({ url: server.url, clock, logger }));
  const problemIs = (what: string | null) =>
    eventually(`its problem is ${what}`, waitMs, async () => {
      const problem = redis?.check.problem() ?? null;
      return (what === null ? problem === null : problem?.includes(what)) || null;
    });
  /** How often INFO was asked: once in each look. */
  const looks = async (): Promise<number> =>
    Number(/^cmdstat_info:calls=(\d+)/m.exec(await raw.info('commandstats'))?.[1] ?? 0);
  const afterLooks = async (count: number): Promise<void> => {
    const from = await looks();
    // Each of these is one more.
    let own = 0;
    await eventually('it has looked', waitMs, async () => (await looks()) - ++own - from >= count || null);
  };

  it.each([
    { what: 'is full', refusal: 'is out of memory', setting: 'maxmemory', bad: '1mb', good: '0' },
    { what: 'lacks replicas', refusal: 'has too few replicas', setting: 'min-replicas-to-write', bad: '1', good: '0' },
    {
      what: 'may throw conversations away',
      refusal: 'maxmemory-policy is allkeys-lru',
      setting: 'maxmemory-policy',
      bad: 'allkeys-lru',
      good: 'noeviction',
    },
  ])('that $what is named by readiness while it is so, and told of once', async ({ refusal, setting, bad, good }) => {
    await connect();
    await raw.config('SET', setting, bad);
    try {
      await problemIs(refusal);
      await afterLooks(3);
      expect(told.mock.calls).toEqual([['Redis answers, but cannot be used; turns wait']]);
    } finally {
      await raw.config('SET', setting, good);
    }
    await problemIs(null);
    await afterLooks(2);
    expect(told.mock.calls.slice(1)).toEqual([['Redis does what is needed again; turns go on']]);
  });

  it('that has become a replica is named and told of once, however often it is connected to anew', async () => {
    await connect();
    await raw.replicaof('127.0.0.1', '1');
    try {
      await problemIs('takes no writes');
      await afterLooks(4);
      expect(redis?.check.problem()).toContain('takes no writes');
      expect(told.mock.calls).toEqual([['Redis answers, but cannot be used; turns wait']]);
    } finally {
      await raw.replicaof('NO', 'ONE');
    }
    await problemIs(null);
    expect(told.mock.calls.slice(1)).toEqual([['Redis does what is needed again; turns go on']]);
  });

  it('that is full is no place to begin', async () => {
    await raw.config('SET', 'maxmemory', '1mb');
    try {
      await expect(connect()).rejects.toMatchObject({ kind: 'overloaded', message: expect.stringContaining('memory') });
    } finally {
      await raw.config('SET', 'maxmemory', '0');
    }
  });

  it('whose clock is far from that of the process: refuses to begin, and what is asked of it', async () => {
    let aheadMs = 0;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
    const connection = await connect(clock);
    const { clockCheck } = connection;
    const run = (...args: Parameters<RedisConnection['run']>) => connection.run(...args);
    const now = () => connection.now();
    const server = await raw.time();
    expect(Math.abs(now() - Number(server[0]) * 1_000)).toBeLessThan(5_000);
    aheadMs = 3_600_000;
    await eventually('readiness names the clock', waitMs, async () => clockCheck.problem());
    expect(clockCheck.problem()).toContain('3600 s ahead of');
    const echo = { source: 'return { ARGV[1] }', sha: '0'.repeat(40) };
    await expect(run(echo, [], ['x'])).rejects.toMatchObject({ kind: 'overloaded' });
    expect(Math.abs(now() - systemClock.now())).toBeLessThan(5_000);
    await eventually('the log says so', waitMs, async () => told.mock.calls.length === 1 || null);
    aheadMs = 0;
    await eventually('the clocks agree', waitMs, async () => clockCheck.problem() === null || null);
    expect(await run(echo, [], ['x'])).toEqual(['x']);
    await eventually('the log says that it is over', waitMs, async () => told.mock.calls.length === 2 || null);
    await redis?.stop();
    aheadMs = -3_600_000;
    await expect(connect(clock)).rejects.toMatchObject({ message: expect.stringContaining('3600 s behind') });
  });
});
