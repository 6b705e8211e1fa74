import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { apiKeyRecordSchema, hashOfSecret, mintSecret } from '@turnfleet/principal';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningApp, startApp } from './apps.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { followUntil } from './follow-until.ts';
import { type ForeignProducer, foreignProducer, turnMessage } from './foreign-producer.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { type TopicWatch, watchTopics } from './topic-watch.ts';

const patienceMs = 120_000;
const tenants = ['flood', 'calm'] as const;
type Tenant = (typeof tenants)[number];
/** Enough to be cut in the middle of things; 500 when it is looked at by hand. */
const attached = Number(process.env['SURGE_STREAMS'] ?? 60);
/** Each has a turn, of which the worker ends at most 32 a second. */
const attachedMs = Math.max(patienceMs, attached * 600);

describeOnServers('a worker of eight places behind two ingresses', ['kafka', 'redis'], (servers) => {
  const run = `sur-${process.pid}-${Date.now().toString(36)}`;
  const folder = mkdtempSync(join(tmpdir(), 'turnfleet-surge-'));
  const keys = new Map<Tenant, string>();
  /** All but the ingress. */
  let workers: RunningFleet;
  /** The first is killed in the end. */
  let ingresses: readonly RunningApp[];
  let seen: TopicWatch;
  let upstream: ForeignProducer;

  beforeAll(async () => {
    const { brokers, env: own } = servers();
    const records = tenants.map((tenant) => {
      const key = mintSecret('tfk');
      keys.set(tenant, key);
      return apiKeyRecordSchema.parse({
        ...{ id: `key-${tenant}`, sha256: hashOfSecret(key), tenant, user: 'u-1', scopes: ['chat'] },
        ...{ rateClass: 'unlimited', createdAt: new Date().toISOString() },
      });
    });
    writeFileSync(join(folder, 'keys.yaml'), JSON.stringify({ keys: records }));
    const signing = { TURN_SIGNING_KEYS: `k:${randomBytes(32).toString('hex')}`, AUTH_MODE: 'apikey' };
    const env = { ...own, ...signing };
    const places = {
      SIM_LLM_TTFT_MS: '250',
      MAX_TURNS_IN_FLIGHT: '8',
      UPSTREAM_TENANT: '*',
      UPSTREAM_QUOTAS: 'noisy=2',
    };
    const door = { ...env, API_KEYS_FILE: join(folder, 'keys.yaml'), STREAMS_PER_USER: '1000' };
    const others = ['product', 'inventory', 'pricing', 'logistics', 'sim-llm', 'orchestrator'];
    [workers, ingresses, seen, upstream] = await Promise.all([
      startFleet({ ...env, ...places }, others),
      Promise.all([startApp('ingress', door), startApp('ingress', door)]),
      watchTopics(brokers, patienceMs),
      foreignProducer(brokers),
    ]);
  }, startingMs);
  afterAll(async () => {
    await Promise.all([workers?.stop(), ingresses?.[1]?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }, startingMs);

  const call = (which: number, tenant: Tenant, path: string, init: RequestInit = {}) =>
    fetch(`${ingresses[which]?.addresses['http']}/v1/conversations/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${keys.get(tenant)}`, ...(init.headers as Record<string, string>) },
    });
  const post = (which: number, tenant: Tenant, conversation: string, headers: Record<string, string> = {}) =>
    call(which, tenant, `${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 't-1', ...headers },
      body: JSON.stringify({ text: '你好' }),
    });

  it(
    'answers all that it lets in of a flood, says when to come back to the rest, and another tenant chats on',
    async () => {
      expect((await post(0, 'flood', `${run}-first.`, { prefer: 'wait=30' })).status).toBe(200);
      const conversations = Array.from({ length: 400 }, (_, i) => `${run}-flood-${i}.`);
      let flooding = true;
      const flood = Promise.all(
        Array.from({ length: 40 }, async (_, i) => {
          const answers: { conversation: string; status: number; retryAfter: number; waits: boolean }[] = [];
          for (let at = i; at < conversations.length; at += 40) {
            const conversation = conversations[at] ?? '';
            const answer = await post(0, 'flood', conversation);
            const { estimatedStartMs } = (await answer.json()) as { estimatedStartMs?: number };
            const retryAfter = Number(answer.headers.get('retry-after'));
            answers.push({ conversation, status: answer.status, retryAfter, waits: estimatedStartMs !== undefined });
          }
          return answers;
        }),
      ).finally(() => (flooding = false));
      const calm: number[] = [];
      while (flooding || calm.length < 3)
        calm.push((await post(1, 'calm', `${run}-calm-${calm.length}.`, { prefer: 'wait=30' })).status);
      const answers = (await flood).flat();
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 503]));
      expect(new Set(calm)).toEqual(new Set([200]));
      const refused = answers.filter(({ status }) => status === 503);
      expect(refused.every(({ retryAfter }) => retryAfter >= 1 && retryAfter <= 70)).toBe(true);
      const admitted = answers.filter(({ status }) => status === 202).map(({ conversation }) => conversation);
      const prefix = `${run}-flood-`;
      await seen.until('all that was let in is answered', () => seen.replies(prefix).length >= admitted.length);
      await seen.caughtUp();
      const replies = seen.replies(prefix);
      expect(replies.map(({ reply }) => reply.conversationId).toSorted()).toEqual(admitted.toSorted());
      expect(new Set(replies.map(({ reply }) => reply.status))).toEqual(new Set(['completed']));
    },
    patienceMs,
  );

  it(
    'has an upstream above its quota wait, and drops nothing of it, while another tenant chats on',
    async () => {
      const prefix = `${run}-noisy-`;
      const turns = Array.from({ length: 60 }, (_, i) => turnMessage(`${prefix}${i}.`, 't-1', '你好'));
      const ofNoisy = turns.map((turn) => ({ ...turn, headers: { ...turn.headers, ce_tenant: 'noisy' } }));
      await upstream.send(ofNoisy);
      const replied = () => seen.replies(prefix).length;
      await seen.until('some of it is answered', () => replied() > 2);
      expect((await post(1, 'calm', `${run}-beside.`, { prefer: 'wait=30' })).status).toBe(200);
      expect(replied()).toBeLessThan(60);
      await seen.until('all of it is answered', () => replied() >= 60);
    },
    patienceMs,
  );

  it(
    'loses and repeats nothing for those who were attached to an ingress that is killed, and go on at the other',
    async () => {
      const conversations = Array.from({ length: attached }, (_, i) => `${run}-kill-${i}.`);
      const readers = conversations.map((conversation) => {
        const open = Promise.withResolvers<void>();
        return { open: open.promise, ids: follow(conversation, open.resolve) };
      });
      await Promise.all(readers.map(({ open }) => open));
      const killing = Math.floor(attached / 3);
      let next = 0;
      const sendAll = async (): Promise<void> => {
        for (let i = next++; i < attached; i = next++) {
          await eventually(`turn ${i} is accepted`, attachedMs, async () => {
            const answer = await post(1, 'calm', conversations[i] ?? '').catch(() => null);
            // What nobody reads keeps its connection.
            await answer?.text();
            return answer?.status === 202 ? true : null;
          });
          if (i === killing) ingresses[0]?.process.signal('SIGKILL');
        }
      };
      // More at once would only ask for the same few places.
      await Promise.all(Array.from({ length: 20 }, sendAll));
      for (const { ids } of readers) {
        const numbers = (await ids).map((id) => Number(id.split('-')[1]));
        expect(numbers).toEqual(numbers.map((_, at) => at + (numbers[0] ?? 0)));
      }
    },
    attachedMs,
  );

  /** Ids of the events of a conversation until its turn has ended, at the second ingress once the first is gone. */
  async function follow(conversation: string, opened: () => void): Promise<string[]> {
    let which = 0;
    const open = (lastId: string): Promise<Response> =>
      call(which, 'calm', `${conversation}/events${lastId === '' ? '' : `?lastEventId=${lastId}`}`).catch((error) => {
        which = 1;
        throw error;
      });
    const events = await followUntil(open, ({ event }) => event === 'reply.completed', opened);
    return events.flatMap(({ id = '', event }) => (event === 'turn.queued' ? [] : [id]));
  }
});
