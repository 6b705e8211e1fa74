import { expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { type RunningApp, startApp } from './apps.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

/** Times that an owner is killed; each cuts twelve dialogues, four at each step of their flow. */
const kills = Number(process.env['FLOW_KILLS'] ?? 2);
const dialoguesAKill = 12;
const patienceMs = 90_000;

const asked = ['帮我预留一件 SKU-2024-888', '上海'] as const;
const [yes, no] = ['好的', '不用了'];

describeOnServers('owners of dialogues are killed', ['kafka', 'redis', 'postgres'], (servers) => {
  const run = `flow-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startFront);

  const startOwner = (env: Readonly<Record<string, string>> = {}): Promise<RunningApp> =>
    startApp('orchestrator', { ...servers().env, ...scene().fleet.env, ...env });

  async function post(conversation: string, turnId: string, text: string): Promise<void> {
    const response = await fetch(`${scene().fleet.url}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': turnId },
      body: JSON.stringify({ text, user: { id: 'U123456' } }),
    });
    expect([200, 202]).toContain(response.status);
  }

  const replyTo = (conversation: string, turnId: string) =>
    scene()
      .seen.replies(conversation)
      .map(({ reply }) => reply)
      .filter((reply) => reply.conversationId === conversation && reply.turnId === turnId);

  const untilAnswered = (conversations: readonly string[], turnId: (at: number) => string): Promise<void> =>
    scene().seen.until('all are answered', () =>
      conversations.every((conversation, at) => replyTo(conversation, turnId(at)).length > 0),
    );

  async function query<T>(statement: string): Promise<readonly T[]> {
    const client = new Client({ connectionString: servers().env['DATABASE_URL'] });
    await client.connect();
    try {
      return (await client.query(statement)).rows as T[];
    } finally {
      await client.end();
    }
  }

  it(
    `at any step of a flow, ${kills * dialoguesAKill} times: no effect twice, none without a yes, each goes on where it was`,
    async () => {
      await query('update inventory.stock set quantity = 100000');
      const conversations: string[] = [];
      let owner = await startOwner();
      for (let kill = 0; kill < kills; kill += 1) {
        const cut = Array.from({ length: dialoguesAKill }, (_, at) => `${run}-${kill}-${at}.`);
        conversations.push(...cut);
        const texts = (at: number): readonly string[] => [...asked, saysYes(at) ? yes : no];
        const say = (at: number, step: number): Promise<void> =>
          post(cut[at] ?? '', `t-${step}`, texts(at)[step] ?? '');
        const stepOf = (at: number): number => at % 3;
        for (let step = 0; step < 2; step += 1) {
          const on = cut.filter((_, at) => stepOf(at) > step);
          await Promise.all(on.map((conversation) => say(cut.indexOf(conversation), step)));
          await untilAnswered(on, () => `t-${step}`);
        }
        const sent = cut.map((_, at) => say(at, stepOf(at)));
        // Some are in the middle of their step then, some before, some behind it.
        await Promise.race([Promise.all(sent), sent[(kill * 5) % dialoguesAKill]]);
        owner.process.signal('SIGKILL');
        owner = await startOwner();
        await Promise.all(sent);
        await untilAnswered(cut, (at) => `t-${stepOf(at)}`);
        for (let step = 1; step < 3; step += 1) {
          const on = cut.filter((_, at) => stepOf(at) < step);
          await Promise.all(on.map((conversation) => say(cut.indexOf(conversation), step)));
          await untilAnswered(on, () => `t-${step}`);
        }
      }
      await owner.stop();
      await scene().seen.caughtUp();
      for (const [at, conversation] of conversations.entries()) {
        const told = ['t-0', 't-1', 't-2'].map((turnId) => {
          const texts = new Set(replyTo(conversation, turnId).map(({ text }) => text));
          expect(texts.size).toBe(1);
          return [...texts][0];
        });
        expect(told).toEqual([
          '请问在哪个城市？',
          expect.stringMatching(/^请确认：为您预留 1 件/),
          saysYes(at % dialoguesAKill)
            ? expect.stringContaining('已为您预留')
            : expect.not.stringContaining('已为您预留'),
        ]);
      }
      const confirmed = conversations.filter((_, at) => saysYes(at % dialoguesAKill));
      const [made] = await query<{ readonly count: string }>('select count(*) from inventory.reservation');
      expect(Number(made?.count)).toBe(confirmed.length);
    },
    kills * patienceMs + patienceMs,
  );

  it.each(['its owner is killed', 'the store is flushed, too'])(
    'a dialogue that waits ends once by its time when %s',
    async (what) => {
      const times = { DIALOGUE_TIMES: 'greeting=12,query=12,transaction=12' };
      const conversations = Array.from({ length: dialoguesAKill }, (_, at) => `${run}-${what.length}-waits-${at}.`);
      const owner = await startOwner(times);
      await Promise.all(conversations.map((conversation) => post(conversation, 't-0', asked[0])));
      await untilAnswered(conversations, () => 't-0');
      owner.process.signal('SIGKILL');
      if (what !== 'its owner is killed') {
        const redis = new Redis(servers().env['REDIS_URL'] ?? '');
        await redis.flushall();
        redis.disconnect();
      }
      const next = await startOwner(times);
      const endings = (conversation: string): ReadonlySet<string> =>
        new Set(
          scene()
            .seen.replies(conversation)
            .filter(({ reply }) => reply.conversationId === conversation)
            .map(({ reply }) => reply.turnId)
            .filter((turnId) => turnId.startsWith('timer~')),
        );
      await scene().seen.until('each has ended', () =>
        conversations.every((conversation) => endings(conversation).size > 0),
      );
      await next.stop();
      await scene().seen.caughtUp();
      expect(conversations.map((conversation) => endings(conversation).size)).toEqual(conversations.map(() => 1));
      const states = scene()
        .seen.snapshots(`${run}-${what.length}-waits-`)
        .filter(({ conversation }) => conversation.version === 2)
        .map(({ conversation }) => conversation.state);
      expect(new Set(states)).toEqual(new Set(['init']));
    },
    patienceMs,
  );
});

const saysYes = (at: number): boolean => at % 4 !== 3;
