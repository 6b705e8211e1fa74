import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runChild } from './child.ts';
import { fleetMain, type RunningFleet, startFleet } from './fleet.ts';

interface Key {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe('a fleet where clients sign in', () => {
  let folder: string;
  let fleet: RunningFleet;
  let env: Record<string, string>;

  async function makeKey(...args: string[]): Promise<Key> {
    const { code, output } = await runChild(fleetMain, ['keys', 'create', '--json', ...args], env);
    expect([code, output]).toEqual([0, expect.stringContaining('tfk_')]);
    const { id, key } = JSON.parse(output) as { id: string; key: string };
    return { id, headers: { authorization: `Bearer ${key}` } };
  }
  const call = (key: Key | null, path: string, init: RequestInit = {}) =>
    fetch(`${fleet.url}/v1${path}`, {
      ...init,
      headers: { ...key?.headers, ...(init.headers as Record<string, string>) },
    });
  const say = (key: Key, conversation: string, text: string, more: Record<string, string> = {}) =>
    call(key, `/conversations/${conversation}/turns`, {
      method: 'POST',
      body: JSON.stringify({ text }),
      headers: { 'content-type': 'application/json', prefer: 'wait=20', ...more },
    });

  const complete = (key: Key, conversation: string) =>
    call(key, '/chat/completions', {
      method: 'POST',
      body: JSON.stringify({
        model: 'turnfleet',
        messages: [{ role: 'user', content: '我的订单呢?' }],
        metadata: { conversation_id: conversation },
      }),
      headers: { 'content-type': 'application/json' },
    });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'turnfleet-keys-'));
    env = { API_KEYS_FILE: join(folder, 'keys.yaml') };
    await runChild(fleetMain, ['keys', 'create', '--user', 'nobody'], env);
    fleet = await startFleet({ ...env, AUTH_MODE: 'apikey' });
  }, 60_000);
  afterAll(async () => {
    await fleet.stop();
    rmSync(folder, { recursive: true });
  }, 40_000);

  it('answers who has a key, soon after it was made, and tells nobody else anything', async () => {
    const ana = await makeKey('--user', 'ana');
    const answered = await expectSoon(() => say(ana, 'first', 'SKU-2024-888 上海有货吗?'), 200);
    expect(await answered.json()).toMatchObject({
      status: 'completed',
      toolCalls: [{ name: 'check_inventory', outcome: 'ok' }],
    });
    for (const path of ['/conversations/first', '/traces/first', '/operate/models'])
      expect((await call(null, path)).status).toBe(401);
    const { code, output } = await runChild(fleetMain, ['chat', '--url', fleet.url, 'hi'], env);
    expect([code, output]).toEqual([1, expect.stringContaining('without signing in')]);
    const key = ana.headers['authorization']?.slice('Bearer '.length) ?? '';
    const chat = await runChild(fleetMain, ['chat', '--url', fleet.url, 'hello'], { ...env, TURNFLEET_API_KEY: key });
    expect(chat.code).toBe(0);
    const completed = await complete(ana, 'first');
    expect([completed.status, await completed.json()]).toMatchObject([200, { choices: [{ finish_reason: 'stop' }] }]);
  }, 60_000);

  it('keeps 200 attempts on what is another’s out, by id, stream, event id, idempotency key, trace and OpenAI metadata', async () => {
    const [ana, bob, eve, ops] = await Promise.all([
      makeKey('--user', 'ana', '--tenant', 'shop'),
      makeKey('--user', 'bob', '--tenant', 'shop', '--scopes', 'chat,read,tools,agent'),
      makeKey('--act-as', '--tenant', 'other', '--scopes', 'chat,read,tools,agent,operate'),
      makeKey('--act-as', '--tenant', 'shop', '--scopes', 'operate'),
    ]);
    await expectSoon(() => say(ana, 'warm-up', 'hi'), 200);
    await expectSoon(() => say(bob, 'warm-up-of-bob', 'hi'), 200);
    await expectSoon(() => say(eve, 'warm-up-of-eve', 'hi'), 200);
    const ids = Array.from({ length: 10 }, (_, i) => `ana-${i}`);
    const traces: string[] = [];
    for (const id of ids) {
      const reply = (await (await say(ana, id, '我的秘密订单', { 'idempotency-key': `turn-of-${id}` })).json()) as {
        traceId: string;
      };
      traces.push(reply.traceId);
    }
    let attempts = 0;
    for (const stranger of [bob, eve])
      for (const [i, id] of ids.entries()) {
        const turn = `turn-of-${id}`;
        const at = `/conversations/${id}`;
        const tries = [
          call(stranger, at),
          call(stranger, `${at}/events`),
          call(stranger, `${at}/events?turn=${turn}`),
          call(stranger, `${at}/events`, { headers: { 'last-event-id': '1-1' } }),
          call(stranger, `${at}/events?turn=${turn}`, { headers: { 'last-event-id': '0-1' } }),
          call(stranger, `${at}/turns/${turn}`, { method: 'DELETE' }),
          say(stranger, id, '我的秘密订单', { 'idempotency-key': turn }),
          say(stranger, id, 'another text', { 'idempotency-key': turn }),
          say(stranger, id, '我也来'),
          call(stranger, `/traces/${traces[i]}`),
          call(stranger, `/traces/${turn}`),
          complete(stranger, id),
        ];
        for (const response of await Promise.all(tries)) {
          const text = await response.text();
          expect([403, 404]).toContain(response.status);
          expect(text).not.toMatch(/秘密|spanId/);
          attempts++;
        }
      }
    expect(attempts).toBeGreaterThanOrEqual(200);
    for (const id of ids)
      expect(await (await call(ana, `/conversations/${id}`)).json()).toMatchObject({ version: 1, turns: [{}] });
    expect((await expectSoon(() => call(ops, `/traces/${traces[0]}`), 200)).status).toBe(200);
  }, 120_000);

  it('ends what a revoked key holds open within 5 s', async () => {
    const key = await makeKey('--user', 'carol');
    await expectSoon(() => say(key, 'of-carol', 'hi'), 200);
    const stream = await call(key, '/conversations/of-carol/events');
    expect(stream.status).toBe(200);
    const ended = stream.text();
    const { code } = await runChild(fleetMain, ['keys', 'revoke', key.id], env);
    const revokedAt = performance.now();
    expect(code).toBe(0);
    await ended;
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
    expect((await call(key, '/conversations/of-carol')).status).toBe(401);
  }, 60_000);
});

/** A key in a file is known within a second. */
async function expectSoon(ask: () => Promise<Response>, status: number): Promise<Response> {
  const until = performance.now() + 10_000;
  for (;;) {
    const response = await ask();
    if (response.status === status || performance.now() > until) {
      expect(response.status).toBe(status);
      return response;
    }
    await response.text();
  }
}
