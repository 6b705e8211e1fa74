import { expect, it } from '@jest/globals';
import { decodeReply, topics } from '@turnfleet/contract/events';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { type RunningApp, startApp } from './apps.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import type { TopicWatch } from './topic-watch.ts';
import { watchedFleet } from './watched-fleet.ts';

/** Turns of flows that are to be cut: in hand when their owner was killed, and answered by the next one. */
const wanted = Number(process.env['FLOW_KILLS'] ?? 24);
/** A third of them at each step of their flow. */
const dialoguesAKill = 48;
const waiting = 12;
const patienceMs = 90_000;

const asked = ['帮我预留一件 SKU-2024-888', '上海'] as const;
const [yes, no] = ['好的', '不用了'];

describeOnServers('owners of dialogues are killed', ['kafka', 'redis', 'postgres'], (servers) => {
  const run = `flow-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startFront);

  const startOwner = (env: Readonly<Record<string, string>> = {}): Promise<RunningApp> =>
    startApp('orchestrator', { ...servers().env, ...scene().fleet.env, TURN_DEADLINE_SECONDS: '300', ...env });

  async function post(conversation: string, turnId: string, text: string): Promise<void> {
    const response = await fetch(`${scene().fleet.url}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': turnId },
      body: JSON.stringify({ text, user: { id: 'U123456' } }),
    });
    expect([200, 202]).toContain(response.status);
  }

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
    `at any step of a flow, until ${wanted} turns were cut: no effect twice, none without a yes, each goes on where it was`,
    async () => {
      await query('update inventory.stock set quantity = 100000');
      const writtenAt = firstReplies(scene().seen);
      const conversations: string[] = [];
      const cutAt = [0, 0, 0];
      let owner = await startOwner();
      for (let kill = 0; sum(cutAt) < wanted; kill += 1) {
        const these = Array.from({ length: dialoguesAKill }, (_, at) => `${run}-${kill}-${at}.`);
        conversations.push(...these);
        const texts = (at: number): readonly string[] => [...asked, saysYes(at) ? yes : no];
        const say = (at: number, step: number): Promise<void> =>
          post(these[at] ?? '', `t-${step}`, texts(at)[step] ?? '');
        const sayAll = async (step: number, isDue: (at: number) => boolean): Promise<void> => {
          const due = these.flatMap((conversation, at) => (isDue(at) ? [{ conversation, at }] : []));
          await Promise.all(due.map(({ at }) => say(at, step)));
          await scene().seen.until('all are answered', () =>
            due.every(({ conversation }) => writtenAt().has(`${conversation}/t-${step}`)),
          );
        };
        await sayAll(0, (at) => stepOf(at) > 0);
        await sayAll(1, (at) => stepOf(at) > 1);
        const sent = these.map((_, at) => say(at, stepOf(at)));
        const answered = (): number =>
          these.filter((conversation, at) => writtenAt().has(`${conversation}/t-${stepOf(at)}`)).length;
        // Some are in the middle of their step then, some before, some behind it.
        const many = (kill * 5) % (dialoguesAKill - 8);
        await (kill % 2 === 0 ? sent[many] : scene().seen.until('some are answered', () => answered() >= many));
        const killedAt = Date.now();
        owner.process.signal('SIGKILL');
        owner = await startOwner();
        await Promise.all(sent);
        await scene().seen.until('what was cut is answered', () =>
          these.every((conversation, at) => writtenAt().has(`${conversation}/t-${stepOf(at)}`)),
        );
        const cut = these.flatMap((conversation, at) =>
          (writtenAt().get(`${conversation}/t-${stepOf(at)}`) ?? 0) > killedAt ? [stepOf(at)] : [],
        );
        expect(cut).not.toEqual([]);
        for (const step of cut) cutAt[step] = (cutAt[step] ?? 0) + 1;
        await sayAll(1, (at) => stepOf(at) < 1);
        await sayAll(2, (at) => stepOf(at) < 2);
      }
      await owner.stop();
      await scene().seen.caughtUp();
      expect(cutAt.every((cut) => cut > 0)).toBe(true);
      const texts = repliesOf(scene().seen, run);
      for (const [at, conversation] of conversations.entries()) {
        const told = ['t-0', 't-1', 't-2'].map((turnId) => [...(texts.get(`${conversation}/${turnId}`) ?? [])]);
        expect(told).toEqual([
          ['请问在哪个城市？'],
          [expect.stringMatching(/^请确认：为您预留 1 件/)],
          [
            saysYes(at % dialoguesAKill)
              ? expect.stringContaining('已为您预留')
              : expect.not.stringContaining('已为您预留'),
          ],
        ]);
      }
      const confirmed = conversations.filter((_, at) => saysYes(at % dialoguesAKill));
      const [made] = await query<{ readonly count: string }>('select count(*) from inventory.reservation');
      expect(Number(made?.count)).toBe(confirmed.length);
    },
    (2 + (4 * wanted) / dialoguesAKill) * patienceMs,
  );

  it.each(['its owner is killed', 'the store is flushed, too'])(
    'a dialogue that waits ends once by its time when %s',
    async (what) => {
      const times = { DIALOGUE_TIMES: 'greeting=12,query=12,transaction=12' };
      const conversations = Array.from({ length: waiting }, (_, at) => `${run}-${what.length}-waits-${at}.`);
      const owner = await startOwner(times);
      await Promise.all(conversations.map((conversation) => post(conversation, 't-0', asked[0])));
      const writtenAt = firstReplies(scene().seen);
      await scene().seen.until('all are asked', () =>
        conversations.every((conversation) => writtenAt().has(`${conversation}/t-0`)),
      );
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
const stepOf = (at: number): number => at % 3;
const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

/** When the first reply to each turn was written, Unix milliseconds, by `CONVERSATION/TURN`; reads on from where it was. */
function firstReplies({ records }: TopicWatch): () => ReadonlyMap<string, number> {
  const writtenAt = new Map<string, number>();
  let next = 0;
  return () => {
    for (; next < records.length; next += 1) {
      const record = records[next];
      const reply = record?.topic === topics.replies ? decodeReply(record) : null;
      const turn = reply && `${reply.conversationId}/${reply.turnId}`;
      if (record && turn && !writtenAt.has(turn)) writtenAt.set(turn, record.timestamp);
    }
    return writtenAt;
  };
}

/** Every text that was told to a turn, by `CONVERSATION/TURN`. */
function repliesOf(seen: TopicWatch, prefix: string): ReadonlyMap<string, ReadonlySet<string>> {
  const texts = new Map<string, Set<string>>();
  for (const { reply } of seen.replies(prefix)) {
    const turn = `${reply.conversationId}/${reply.turnId}`;
    texts.set(turn, (texts.get(turn) ?? new Set()).add(reply.text));
  }
  return texts;
}
