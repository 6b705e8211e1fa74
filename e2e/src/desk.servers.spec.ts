import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DeskConversation, deskConversationSchema, queueSchema } from '@turnfleet/contract/http';
import { replySchema } from '@turnfleet/contract/schemas';
import { systemClock, wait } from '@turnfleet/core';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningApp, startApp } from './apps.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { type TopicWatch, watchTopics } from './topic-watch.ts';

/** `RACES=1000` and `KILLS=100` are their full sizes. */
const races = Number(process.env['RACES'] ?? 30);
const kills = Number(process.env['KILLS'] ?? 3);
const atOnce = 5;
const goneSeconds = 4;

describeOnServers('agents at two desks', ['kafka', 'redis'], (servers) => {
  const run = `desk-${process.pid}-${Date.now().toString(36)}`;
  let fleet: RunningFleet;
  let desks: RunningApp[] = [];
  let conversations = 0;
  let seen: TopicWatch;

  const env = () => servers().env;
  beforeAll(async () => {
    const names = ['product', 'inventory', 'pricing', 'logistics', 'sim-llm', 'orchestrator', 'ingress'] as const;
    fleet = await startFleet({ ...servers().env, DESK_HOURS: 'always' }, [...names]);
    desks = await Promise.all([startApp('agent-desk', env()), startApp('agent-desk', env())]);
    seen = await watchTopics(servers().brokers, startingMs);
  }, 2 * startingMs);
  afterAll(async () => {
    await Promise.all(desks.map((desk) => desk.stop()));
    await fleet?.stop();
  }, startingMs);

  const urlOf = (desk: number): string => desks[desk]?.addresses['http'] ?? '';
  const ask = (desk: number, agent: string, path: string, body?: object, key?: string) =>
    fetch(`${urlOf(desk)}/v1/desk/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        'x-turnfleet-agent': agent,
        ...(body && { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const beat = async (desk: number, agent: string): Promise<void> => {
    expect((await ask(desk, agent, 'presence', { name: agent, capacity: 50 })).status).toBe(200);
  };
  /** A conversation of a shopper who waits for a person. */
  async function waiting(): Promise<string> {
    const id = `${run}-${conversations++}`;
    const response = await fetch(`${fleet.url}/v1/conversations/${id}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=30' },
      body: JSON.stringify({ text: '转人工' }),
    });
    expect(response.status).toBe(200);
    return id;
  }
  const viewed = async (desk: number, id: string): Promise<DeskConversation> =>
    deskConversationSchema.parse(await (await ask(desk, 'watcher', `conversations/${id}`)).json());
  const commandsIn = (view: DeskConversation, kind: string) =>
    view.turns.filter(({ reply }) => reply?.command?.kind === kind && reply.command.outcome === 'done');

  it(
    `race for ${races} conversations: of two claims at once exactly one wins each`,
    async () => {
      const outcomes: number[][] = [];
      const race = async (): Promise<void> => {
        const id = await waiting();
        const agents = [`${run}-wang`, `${run}-li`];
        await Promise.all(agents.map((agent, desk) => beat(desk, agent)));
        const claims = await Promise.all(
          agents.map((agent, desk) => ask(desk, agent, `conversations/${id}/claim`, {})),
        );
        const statuses = claims.map(({ status }) => status);
        outcomes.push(statuses.toSorted());
        const winner = statuses.indexOf(200);
        const view = await viewed(1, id);
        expect([view.handoff?.agent, commandsIn(view, 'claim').length]).toEqual([agents[winner], 1]);
        const back = await ask(winner, agents[winner] ?? '', `conversations/${id}/hand-back`, {});
        expect([back.status, await back.text()]).toEqual([200, expect.any(String)]);
      };
      for (let begun = 0; begun < races; begun += atOnce)
        await Promise.all(Array.from({ length: Math.min(atOnce, races - begun) }, race));
      expect(outcomes).toEqual(Array.from({ length: races }, () => [200, 409]));
    },
    startingMs + races * 5_000,
  );

  it(
    'lose what they have when they vanish: it waits again soon after, put back once',
    async () => {
      const [ghost, id] = [`${run}-ghost`, await waiting()];
      // For it alone agents are gone so soon: who is slow elsewhere is not.
      desks[2] = await startApp('agent-desk', { ...env(), DESK_GONE_SECONDS: String(goneSeconds) });
      await beat(2, ghost);
      expect((await ask(2, ghost, `conversations/${id}/claim`, {})).status).toBe(200);
      const gone = Date.now();
      const entry = await eventually('it waits again', 3 * goneSeconds * 1_000, async () => {
        const { waiting: all } = queueSchema.parse(await (await ask(1, 'watcher', 'queue')).json());
        return all.find(({ conversationId }) => conversationId === id) ?? null;
      });
      expect(Date.now() - gone).toBeGreaterThan(goneSeconds * 1_000 - 1_000);
      expect(entry.handoff).toMatchObject({ state: 'waiting', reason: 'agent_gone', priority: 1, agent: null });
      // The queue is told before the turn is settled, and a view shows what is settled.
      const returned = await eventually('the return is settled', 10_000, async () => {
        const found = commandsIn(await viewed(0, id), 'return');
        return found.length > 0 ? found : null;
      });
      expect(returned).toHaveLength(1);
    },
    startingMs,
  );

  it(
    'get a draft from the model, of which nobody else hears',
    async () => {
      const [agent, id] = [`${run}-eva`, await waiting()];
      await beat(0, agent);
      expect((await ask(0, agent, `conversations/${id}/draft`, {})).status).toBe(409);
      expect((await ask(0, agent, `conversations/${id}/claim`, {})).status).toBe(200);
      const drafted = replySchema.parse(await (await ask(0, agent, `conversations/${id}/draft`, {})).json());
      expect(drafted).toMatchObject({
        ...{ status: 'completed', text: '', command: { kind: 'draft', result: expect.stringMatching(/./) } },
        usage: { costUsd: expect.any(Number) },
      });
      expect(drafted.usage.costUsd).toBeGreaterThan(0);
      const told = await (await fetch(`${fleet.url}/v1/conversations/${id}`)).text();
      expect(told).not.toContain(drafted.turnId);
      expect(commandsIn(await viewed(0, id), 'draft')).toEqual([]);
    },
    startingMs,
  );

  it(
    `say once what they said, although their desk was killed ${kills} times while they did`,
    async () => {
      const [agent, id] = [`${run}-ana`, await waiting()];
      await beat(0, agent);
      expect((await ask(0, agent, `conversations/${id}/claim`, {})).status).toBe(200);
      const texts = Array.from({ length: kills }, (_, i) => `${run} ${i}`);
      for (const [i, text] of texts.entries()) {
        const victim = i % 2;
        const other = 1 - victim;
        const say = (desk: number) => ask(desk, agent, `conversations/${id}/say`, { text }, `k-${i}`);
        const first = say(victim).catch(() => null);
        // Somewhere between before it arrives and after it is answered.
        await wait(systemClock, (i * 7) % 30);
        desks[victim]?.process.signal('SIGKILL');
        const again = await say(other);
        const answers = [again, (await first) ?? again].map(({ status }) => status);
        expect(answers).toEqual([200, 200]);
        // One that is under way as the next desk is killed is of no use any more.
        const beats = setInterval(() => void beat(other, agent).catch(() => undefined), 1_000);
        desks[victim] = await startApp('agent-desk', env()).finally(() => clearInterval(beats));
      }
      await seen.caughtUp();
      // Every reply of it, not only those that the conversation still has.
      const said = seen.replies(id).flatMap(({ reply }) => (reply.command?.kind === 'say' ? reply.text : []));
      expect(said).toEqual(texts);
    },
    startingMs + kills * 20_000,
  );
});
