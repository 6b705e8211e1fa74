import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Reply } from '@turnfleet/contract/schemas';
import { type BreakableServers, breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import { Redis } from 'ioredis';
import { startApp } from './apps.ts';
import { catalogueFile, oneModelAt } from './catalogue-file.ts';
import { ask } from './client.ts';
import { startFront } from './front.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { startVendor } from './vendor.ts';

const patienceMs = 300_000;
const key = 'sk-e2e';
/** Of a dozen answers: all that are asked for here cost more than two workers may spend unseen. */
const hardUsd = 0.02;
const workers = 2;
/** A question that no tool answers: one call of a model each. */
const question = '你们公司在哪里上市的?';

describeOnServers('budgets whose counters are away while conversations go on', ['kafka', 'redis'], (servers) => {
  let own: BreakableServers;
  let redis: RestartableServer;
  let raw: Redis;
  beforeAll(async () => {
    own = breakableServers(() => undefined, new AbortController().signal);
    redis = await own.newRedis('redis-with-counters');
    await redis.start();
    raw = new Redis(redis.url);
  }, startingMs);
  afterAll(async () => {
    raw.disconnect();
    await own.stop();
  }, startingMs);

  /** Everything but the counters stays within reach: as in a cluster whose other servers are well. */
  const counters = {
    goAway: () => raw.call('ACL', 'SETUSER', 'default', 'resetkeys', '~{tf:[^s]*', '~{tf:s[^p]*'),
    comeBack: () => raw.call('ACL', 'SETUSER', 'default', 'allkeys'),
    /** Trillionths of a dollar, over the days on which it ran. */
    spent: async (): Promise<number> => {
      const books = await Promise.all((await raw.keys('{tf:spent/*')).map((book) => raw.hgetall(book)));
      const amounts = books.flatMap((book) => Object.entries(book).filter(([field]) => field.startsWith('s/')));
      return amounts.reduce((sum, [, amount]) => sum + Number(amount), 0);
    },
  };
  const costOf = (replies: readonly Reply[]): number =>
    replies.reduce((sum, { usage }) => sum + Math.round(usage.costUsd * 1e12), 0);

  it(
    'are overspent by no more than the hard limit for each worker, and are charged for it afterwards',
    async () => {
      const env = { ...servers().env, REDIS_URL: redis.url, FLOWS_DIR: 'off' };
      const front = await startFront(env);
      const vendor = await startVendor(front.addresses['sim-llm.http'] ?? '', key);
      const text = oneModelAt([{ baseUrl: vendor.baseUrl }])
        .replace("input: '0.10', output: '0.42'", "input: '1', output: '1'")
        .replace('maxOutputTokens: 8192', 'maxOutputTokens: 200');
      const budget = `budgets: [{ softUsdPerDay: '${hardUsd}', hardUsdPerDay: '${hardUsd}' }]\n`;
      const MODELS_FILE = catalogueFile(text + budget);
      const orchestrator = () => startApp('orchestrator', { ...env, ...front.env, MODELS_FILE, VENDOR_KEY: key });
      const running = await Promise.all(Array.from({ length: workers }, orchestrator));
      let asked = 0;
      const turns = async (count: number): Promise<Reply[]> => {
        const replies: Reply[] = [];
        while (replies.length < count) replies.push(await ask(front.url, `${process.pid}-${++asked}`, question));
        return replies;
      };
      const uncounted = async (): Promise<number> => {
        const pages = await Promise.all(
          running.map(async ({ addresses: { ops } }) => (await fetch(`${ops}/metrics`)).text()),
        );
        const counts = pages.map((page) => /^turnfleet_budget_uncounted_total\S* (\d+)/m.exec(page)?.[1] ?? '0');
        return counts.reduce((sum, count) => sum + Number(count), 0);
      };

      const before = await turns(3);
      expect(new Set(before.map(({ status }) => status))).toEqual(new Set(['completed']));
      await counters.goAway();
      const blind = await turns(40);
      const answered = blind.filter(({ status }) => status === 'completed');
      const declined = blind.filter(({ status }) => status !== 'completed');
      expect(answered.length).toBeGreaterThan(0);
      expect(declined.length).toBeGreaterThan(0);
      for (const { error } of declined) expect(error).toMatchObject({ kind: 'rate_limited' });
      expect(costOf(blind)).toBeLessThanOrEqual(workers * hardUsd * 1e12);
      expect(await uncounted()).toBe(answered.length);

      await counters.comeBack();
      const all = costOf([...before, ...blind]);
      await eventually('all that was spent is counted', 20_000, async () =>
        (await counters.spent()) === all ? true : null,
      );
      expect((await turns(1))[0]?.error?.kind).toBe('rate_limited');
      for (const app of running) await app.stop();
      await front.stop();
    },
    patienceMs,
  );
});
