import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseJournalId } from '@turnfleet/conversation';
import type { SseEvent } from '@turnfleet/core/sse';
import { type BreakableServers, breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningApp, startApp } from './apps.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { followUntil } from './follow-until.ts';
import { untilReadinessNames } from './readiness.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { type TopicWatch, watchTopics } from './topic-watch.ts';

const patienceMs = 120_000;
const noticedMs = 30_000;
/** `REDIS_STREAMS=500` by hand. */
const attached = Number(process.env['REDIS_STREAMS'] ?? 40);

describeOnServers('a Redis that is killed under open streams', ['kafka'], (servers) => {
  const run = `under-${process.pid}-${Date.now().toString(36)}`;
  let breakable: BreakableServers;
  let redis: RestartableServer;
  let workers: RunningFleet;
  let ingresses: readonly RunningApp[];
  let seen: TopicWatch;

  beforeAll(async () => {
    breakable = breakableServers(() => undefined, new AbortController().signal);
    redis = await breakable.newRedis('redis-under-streams');
    await redis.start();
    const env = { ...servers().env, REDIS_URL: redis.url };
    const others = ['product', 'inventory', 'pricing', 'logistics', 'sim-llm', 'orchestrator'];
    [workers, ingresses, seen] = await Promise.all([
      startFleet({ ...env, SIM_LLM_TTFT_MS: '1500' }, others),
      Promise.all([startApp('ingress', env), startApp('ingress', env)]),
      watchTopics(servers().brokers, patienceMs),
    ]);
  }, startingMs);
  afterAll(async () => {
    await Promise.all([workers?.stop(), ...(ingresses ?? []).map((ingress) => ingress.stop())]);
    await breakable.stop();
  }, startingMs);

  const originOf = (which: number): string => ingresses[which % 2]?.addresses['http'] ?? '';
  const post = (conversation: string, turnId: string) =>
    fetch(`${originOf(0)}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': turnId },
      body: JSON.stringify({ text: '你好' }),
    });

  it(
    'and started again tells each reader how its turn ended, once, and of a gap where it has one',
    async () => {
      const conversations = Array.from({ length: attached }, (_, i) => `${run}-${i}.`);
      const readers = conversations.map((conversation, i) => {
        const open = Promise.withResolvers<void>();
        let streams = 0;
        // Each time at the other instance.
        const ask = (lastId: string) =>
          fetch(`${originOf(i + streams++)}/v1/conversations/${conversation}/events`, {
            headers: lastId === '' ? {} : { 'last-event-id': lastId },
          });
        return { open: open.promise, events: followUntil(ask, tellsOf('t-2'), open.resolve) };
      });
      await Promise.all(readers.map(({ open }) => open));
      const answers = await Promise.all(conversations.map((conversation) => post(conversation, 't-1')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      await redis.kill();
      const refused = await post(`${run}-refused`, 't-1');
      expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
      await untilReadinessNames(originOf(0), /redis/, noticedMs);
      await redis.start();
      for (const which of [0, 1]) await untilReadinessNames(originOf(which), null, noticedMs);
      for (const conversation of conversations)
        await eventually(`${conversation} takes another turn`, patienceMs, async () =>
          (await post(conversation, 't-2')).status === 202 ? true : null,
        );

      const all = await Promise.all(readers.map(({ events }) => events));
      await seen.until('all are answered', () => seen.replies(`${run}-`).length >= 2 * attached);
      await seen.caughtUp();
      for (const [i, told] of all.entries()) {
        for (const turnId of ['t-1', 't-2']) expect(told.filter(tellsOf(turnId)).length).toBeLessThanOrEqual(1);
        // Where the end of the first turn is not told, there was a gap that says so.
        if (!told.some(tellsOf('t-1'))) expect(told.map(({ event }) => event)).toContain('journal.gap');
        expectWithoutGaps(told);
        const replies = seen.replies(conversations[i] ?? '').map(({ reply }) => reply.turnId);
        expect(replies).toEqual(['t-1', 't-2']);
      }
    },
    2 * patienceMs,
  );
});

/** The end of a turn, as itself or with a gap. */
const tellsOf =
  (turnId: string) =>
  ({ event, data }: SseEvent): boolean => {
    const told = JSON.parse(data) as { turnId?: string; reply?: { turnId: string } | null };
    if (event === 'journal.gap') return told.reply?.turnId === turnId;
    return (event === 'reply.completed' || event === 'reply.failed') && told.turnId === turnId;
  };

/** In each generation of the journal numbers come one by one. */
function expectWithoutGaps(events: readonly SseEvent[]): void {
  const ids = events.flatMap(({ id = '', event }) =>
    event === 'turn.queued' || event === 'journal.gap' ? [] : (parseJournalId(id) ?? []),
  );
  for (const [, some] of Map.groupBy(ids, ({ generation }) => generation)) {
    const numbers = some.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, i) => i + (numbers[0] ?? 0)));
  }
}
