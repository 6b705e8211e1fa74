import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Clock, silentLogger, systemClock, type TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { describeOnRedis, startTcpProxy, type TcpProxy } from '@turnfleet/testing';
import { openRedis, type RedisConnection } from './connection.ts';
import { plainScript } from './script.ts';

const echo = plainScript(`return { ARGV[1] }`);

/** What the promise was refused with. */
function refusal(promise: Promise<unknown>): Promise<TurnfleetError> {
  return promise.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: TurnfleetError) => error,
  );
}

/** Lets time pass in small steps, and sockets do what they want to do, until something is so. */
async function passTimeUntil(clock: ManualClock, reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let step = 0; step < 10_000; step++) {
    if (await reached()) return;
    await clock.advance(50);
  }
  throw new Error('It did not come to that.');
}

describe('opening Redis', () => {
  it('gives up in bounded time where there is none, and says what to do', async () => {
    const clock = new ManualClock();
    const opening = refusal(openRedis({ url: 'redis://u:secret@127.0.0.1:1', clock, logger: silentLogger }));
    await clock.advance(5_000);
    const error = await opening;
    expect(error).toMatchObject({ kind: 'overloaded', details: { suggestion: expect.stringContaining('REDIS_URL') } });
    expect(error.message).not.toContain('secret');
    expect(clock.pending).toBe(0);
  });

  it('refuses an address that is none', async () => {
    const error = await refusal(openRedis({ url: 'localhost', clock: systemClock, logger: silentLogger }));
    expect(error).toMatchObject({ kind: 'invalid_request', message: 'REDIS_URL is not a URL.' });
  });
});

describeOnRedis('A connection to Redis', process.env, (server) => {
  let proxy: TcpProxy;
  let redis: RedisConnection;

  beforeEach(async () => {
    const { hostname, port } = new URL(server().url);
    proxy = await startTcpProxy({ host: hostname, port: Number(port || 6379) });
  });
  afterEach(async () => {
    await redis.stop();
    await proxy.close();
  });

  async function connect(clock: Clock): Promise<void> {
    const url = Object.assign(new URL(server().url), { hostname: '127.0.0.1', port: String(proxy.port) }).toString();
    redis = await openRedis({ url, prefix: server().prefix, clock, logger: silentLogger });
  }

  const answers = (): Promise<boolean> =>
    redis.run(echo, [], ['x']).then(
      () => true,
      () => false,
    );

  it('runs a script that the server does not know yet, and again when it does', async () => {
    await connect(systemClock);
    const unheardOf = plainScript(`return { '${server().prefix}' }`);
    expect(await redis.run(unheardOf, [], [])).toEqual([server().prefix]);
    expect(await redis.run(unheardOf, [], [])).toEqual([server().prefix]);
    expect(redis.check.problem()).toBeNull();
  });

  it('is refused to several servers that are no cluster, rather than made to any of them', async () => {
    await connect(systemClock);
    const url = Object.assign(new URL(server().url), { hostname: '127.0.0.1', port: String(proxy.port) }).toString();
    const twice = `${url},127.0.0.1:${proxy.port}`;
    const error = await refusal(openRedis({ url: twice, clock: systemClock, logger: silentLogger }));
    expect(error).toMatchObject({ kind: 'invalid_request', message: expect.stringContaining('no cluster') });
  });

  it('fails at once while it is down, tells readiness, and comes back by itself', async () => {
    await connect(systemClock);
    const reconnected = Promise.withResolvers<void>();
    const resubscribed = Promise.withResolvers<void>();
    redis.onReconnect(reconnected.resolve);
    await redis.subscriber.listen(`${server().prefix}-news`, () => resubscribed.resolve());
    proxy.freeze();
    const inFlight = refusal(redis.run(echo, [], ['x']));
    proxy.refuse();
    expect((await inFlight).kind).toBe('overloaded');
    expect((await refusal(redis.run(echo, [], ['x']))).kind).toBe('overloaded');
    expect(redis.check.problem()).toContain('cannot be reached');
    proxy.thaw();
    proxy.admit();
    await Promise.all([reconnected.promise, resubscribed.promise]);
    expect(redis.check.problem()).toBeNull();
    expect(await answers()).toBe(true);
  });

  it('wakes subscribers after a reconnect, as messages may have been missed, and they hear later ones', async () => {
    await connect(systemClock);
    const channel = `${server().prefix}-news`;
    const heard: (string | null)[] = [];
    let news = Promise.withResolvers<void>();
    await redis.subscriber.listen(channel, (message) => {
      heard.push(message);
      news.resolve();
    });
    proxy.cut();
    await news.promise;
    news = Promise.withResolvers();
    await server().raw.publish(channel, 'after');
    await news.promise;
    expect(heard).toEqual([null, 'after']);
  });

  it('gives a hanging server up in bounded time and works again when it answers', async () => {
    const clock = new ManualClock(Date.now());
    await connect(clock);
    proxy.freeze();
    const failing = refusal(redis.run(echo, [], ['x']));
    await clock.advance(6_000);
    expect(await failing).toMatchObject({
      kind: 'overloaded',
      message: expect.stringContaining('no answer in time'),
    });
    proxy.thaw();
    await passTimeUntil(clock, answers);
  });

  it('replaces a connection that is silent to its pings', async () => {
    const clock = new ManualClock(Date.now());
    await connect(clock);
    let reconnects = 0;
    redis.onReconnect(() => void reconnects++);
    proxy.freeze();
    await passTimeUntil(clock, () => redis.check.problem()?.includes('no answer in time') === true);
    proxy.thaw();
    await passTimeUntil(clock, () => reconnects > 0);
    await passTimeUntil(clock, answers);
    await redis.stop();
    expect(clock.pending).toBe(0);
  });
});
