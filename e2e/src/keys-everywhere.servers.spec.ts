import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WsClient } from '@turnfleet/testing/ws-client';
import { type RunningApp, startApp } from './apps.ts';
import { runChild } from './child.ts';
import { fleetMain } from './fleet.ts';
import { describeOnServers, startingMs } from './servers.ts';

const worthlessWithinMs = 5_000;

describeOnServers('keys in Redis', ['kafka', 'redis'], (servers) => {
  let ingresses: readonly RunningApp[];
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    // A database of its own, where nobody has restored anything: who asks is told so, and not that they are nobody.
    const url = Object.assign(new URL(servers().env['REDIS_URL'] ?? ''), { pathname: '/8' }).toString();
    env = { REDIS_URL: url };
    const signing = { AUTH_MODE: 'apikey', TURN_SIGNING_KEYS: `k:${randomBytes(32).toString('hex')}` };
    const door = { ...servers().env, ...env, ...signing };
    ingresses = await Promise.all([startApp('ingress', door), startApp('ingress', door)]);
  }, startingMs);
  afterAll(() => Promise.all((ingresses ?? []).map((ingress) => ingress.stop())), startingMs);

  const urls = () => ingresses.map(({ addresses }) => addresses['http'] ?? '');
  const keys = async (...args: string[]): Promise<string> => {
    const { code, output } = await runChild(fleetMain, ['keys', ...args], env);
    expect([code, output]).toEqual([0, expect.any(String)]);
    return output;
  };

  it('open at every instance once they are made, and nothing anywhere 5 s after they were revoked', async () => {
    const { id, key } = JSON.parse(await keys('create', '--json', '--user', 'ana')) as { id: string; key: string };
    const headers = { authorization: `Bearer ${key}` };
    expect(await keys('list')).toContain(id);
    const sockets = await Promise.all(urls().map((url) => WsClient.open(url, { headers })));
    const asked = (url: string) => fetch(`${url}/v1/conversations/of-ana`, { headers });
    for (const url of urls()) expect((await asked(url)).status).not.toBe(401);
    const ended = Promise.all(sockets.map((socket) => socket.end()));

    await keys('revoke', id);
    const revokedAt = performance.now();
    await ended;
    expect(performance.now() - revokedAt).toBeLessThan(worthlessWithinMs);
    for (const url of urls()) {
      const refused = await asked(url);
      expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('was revoked')]);
    }
  }, 60_000);

  it('are replaced without a moment in which neither is good', async () => {
    const { id, key } = JSON.parse(await keys('create', '--json', '--user', 'ben')) as { id: string; key: string };
    const next = JSON.parse(await keys('rotate', id, '--overlap', '1h', '--json')) as { key: string };
    for (const one of [key, next.key])
      for (const url of urls()) {
        const headers = { authorization: `Bearer ${one}` };
        expect((await fetch(`${url}/v1/conversations/of-ben`, { headers })).status).not.toBe(401);
      }
  }, 60_000);
});
