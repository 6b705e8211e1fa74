import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { problemSchema } from '@turnfleet/contract/http';
import type { TcpProxy } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import { portOf, type RunningApp, startApp } from './apps.ts';
import { ask } from './client.ts';
import { floodOf } from './flood.ts';
import { turnMessage } from './foreign-producer.ts';
import { startFront } from './front.ts';
import { proxied, proxiedKafka, proxyTo } from './proxies.ts';
import { untilReadinessNames } from './readiness.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 90_000;
const noticedMs = 30_000;
const stockQuestion = 'SKU-2024-888 上海有货吗?';
/** Not known to anybody from the question before. */
const otherQuestion = 'SKU-2024-888 北京有货吗?';

describeOnServers('what the fleet needs goes away and comes back', ['kafka', 'redis', 'postgres'], (servers) => {
  const run = `out-${process.pid}-${Date.now().toString(36)}`;
  let kafka: TcpProxy;
  let redis: TcpProxy;
  let postgres: TcpProxy;
  let model: TcpProxy;
  let inventory: TcpProxy;
  let orchestrator: RunningApp;
  // Before what it calls.
  afterAll(() => orchestrator?.stop(), startingMs);
  const scene = watchedFleet(servers, patienceMs, async (env) => {
    const throughKafka = await proxiedKafka(servers().brokers);
    const throughRedis = await proxied(env['REDIS_URL'] ?? '', 6379);
    const throughPostgres = await proxied(env['DATABASE_URL'] ?? '', 5432);
    [kafka, redis, postgres] = [throughKafka.proxy, throughRedis.proxy, throughPostgres.proxy];
    const shaky = { ...env, ...throughKafka.env, REDIS_URL: throughRedis.url, DATABASE_URL: throughPostgres.url };
    const front = await startFront(shaky);
    return { ...front, shaky };
  });

  beforeAll(async () => {
    const { addresses, env, shaky } = scene().fleet;
    model = await proxyTo('127.0.0.1', Number(portOf(addresses['sim-llm.http'])));
    inventory = await proxyTo('127.0.0.1', Number(portOf(addresses['inventory.grpc'])));
    const proxies = { INVENTORY_ADDR: `127.0.0.1:${inventory.port}`, SIM_LLM_PORT: String(model.port) };
    orchestrator = await startApp('orchestrator', { ...shaky, ...env, ...proxies });
  }, startingMs);

  const url = (): string => scene().fleet.url;
  const ops = (): string => orchestrator.addresses['ops'] ?? '';

  function post(conversation: string, turnId: string): Promise<Response> {
    return fetch(`${url()}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': turnId },
      body: JSON.stringify({ text: '你好' }),
    });
  }

  async function expectHonestRefusal(response: Response): Promise<void> {
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(problemSchema.parse(await response.json())).toMatchObject({ kind: 'overloaded', retryable: true });
  }

  /** Every turn of these has one reply, and nothing came twice. */
  async function expectOneReplyEach(conversation: string, turnIds: readonly string[]): Promise<void> {
    const { seen } = scene();
    await seen.until(`${conversation} is answered`, () => seen.replies(conversation).length >= turnIds.length);
    await seen.caughtUp();
    expect(seen.replies(conversation).map(({ reply }) => reply.turnId)).toEqual(turnIds);
  }

  /** Breakers look within 15 s whether what they guard is back. */
  async function untilWhole(conversation: string, question: string): Promise<void> {
    let turns = 1;
    await eventually('an answer is whole again', 20_000, async () => {
      const { status } = await ask(url(), conversation, question, `t-${++turns}`);
      return status === 'completed' || null;
    });
  }

  it(
    'Redis: readiness names it, turns are refused or wait, and all that were accepted are answered once',
    async () => {
      const conversation = `${run}-redis`;
      await ask(url(), conversation, '你好', 't-1');
      redis.refuse();
      await scene().upstream.send([turnMessage(conversation, 't-2', '你好')]);
      await expectHonestRefusal(await post(conversation, 't-3'));
      await untilReadinessNames(url(), /redis/, noticedMs);
      await untilReadinessNames(ops(), /redis/, noticedMs);

      redis.admit();
      await untilReadinessNames(url(), null, noticedMs);
      await ask(url(), conversation, '你好', 't-3');
      await expectOneReplyEach(conversation, ['t-1', 't-2', 't-3']);
    },
    patienceMs,
  );

  it(
    'Redis hangs: nothing else does',
    async () => {
      const conversation = `${run}-redis-hangs`;
      redis.freeze();
      await expectHonestRefusal(await post(conversation, 't-1'));
      redis.thaw();
      await untilReadinessNames(url(), null, noticedMs);
      await untilReadinessNames(ops(), null, noticedMs);
      expect(await ask(url(), conversation, '你好', 't-1')).toMatchObject({ status: 'completed' });
      await expectOneReplyEach(conversation, ['t-1']);
    },
    patienceMs,
  );

  it(
    'Postgres: readiness names the databases, the answer is degraded, then whole again',
    async () => {
      const conversation = `${run}-postgres`;
      postgres.refuse();
      await untilReadinessNames(url(), /inventory database/, noticedMs);
      expect(await ask(url(), conversation, stockQuestion, 't-1')).toMatchObject({
        status: 'degraded',
        toolCalls: [{ name: 'check_inventory', outcome: expect.stringMatching(/^(failed|stale)$/) }],
      });

      postgres.admit();
      await untilReadinessNames(url(), null, noticedMs);
      await untilWhole(conversation, stockQuestion);
    },
    patienceMs,
  );

  it(
    'a domain service: readiness names it, the answer is degraded, then whole again',
    async () => {
      const conversation = `${run}-service`;
      inventory.refuse();
      expect(await ask(url(), conversation, otherQuestion, 't-1')).toMatchObject({
        status: 'degraded',
        toolCalls: [{ name: 'check_inventory', outcome: 'failed' }],
      });
      await untilReadinessNames(ops(), /inventory/i, noticedMs);

      inventory.admit();
      await untilReadinessNames(ops(), null, noticedMs);
      await untilWhole(conversation, otherQuestion);
    },
    patienceMs,
  );

  it(
    'the model: the turn fails and says so, and the next one is answered',
    async () => {
      const conversation = `${run}-model`;
      model.refuse();
      // What tools can answer alone they do.
      const failed = await ask(url(), conversation, '你好', 't-1');
      expect(failed).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable', retryable: true } });
      expect(failed.text).not.toBe('');

      model.admit();
      await untilWhole(conversation, stockQuestion);
    },
    patienceMs,
  );

  it(
    'connections to everything are cut in the middle of a flood: each turn is answered once, in order',
    async () => {
      const { seen, upstream } = scene();
      const flood = floodOf(seen, `${run}-flood-`, 10, 10);
      const sent = flood.send(upstream, stockQuestion);
      await flood.untilAnswered(30);
      for (const proxy of [kafka, redis, postgres, model, inventory]) proxy.cut();
      await sent;
      await flood.untilAnswered();
      await flood.expectEachOnceInOrder();
    },
    patienceMs,
  );

  it(
    'Kafka: readiness names it, turns are refused, and everything goes on when it is back',
    async () => {
      const conversation = `${run}-kafka`;
      kafka.refuse();
      await expectHonestRefusal(await post(conversation, 't-1'));
      await untilReadinessNames(url(), /kafka/, noticedMs);
      await untilReadinessNames(ops(), /kafka/, noticedMs);

      kafka.admit();
      await untilReadinessNames(url(), null, noticedMs);
      await untilReadinessNames(ops(), null, noticedMs);
      const reply = await ask(url(), conversation, '你好', 't-1');
      expect(reply).toMatchObject({ status: 'completed', version: 1 });
      await scene().upstream.send([turnMessage(conversation, 't-2', '你好')]);
      await expectOneReplyEach(conversation, ['t-1', 't-2']);
    },
    patienceMs,
  );
});
