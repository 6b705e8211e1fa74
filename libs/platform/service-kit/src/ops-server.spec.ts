import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Check } from '@turnfleet/core';
import { cannotListen, readiness, startOpsServer } from './ops-server.ts';
import type { Running } from './start-parts.ts';

const check = (name: string, problem: string | null): Check => ({ name, problem: () => problem });

describe('readiness', () => {
  it('names every dependency and is there when all are', () => {
    const { status, body } = readiness([check('kafka', null), check('redis', null)]);
    expect([status, JSON.parse(body)]).toEqual([200, { status: 'ready', checks: { kafka: 'ok', redis: 'ok' } }]);
  });

  it('is there in spite of what is only told', () => {
    const { status, body } = readiness([
      check('kafka', null),
      { ...check('encoder', 'is not there'), isOnlyTold: true },
    ]);
    const checks = { kafka: 'ok', encoder: 'is not there' };
    expect([status, JSON.parse(body)]).toEqual([200, { status: 'ready', checks }]);
  });

  it('is missing with any of them, which says why', () => {
    const { status, body } = readiness([check('kafka', null), check('redis', 'cannot be reached')]);
    const checks = { kafka: 'ok', redis: 'cannot be reached' };
    expect([status, JSON.parse(body)]).toEqual([503, { status: 'not ready', checks }]);
  });

  it.each([[[check('redis', 'is away'), check('redis', null)]], [[check('redis', null), check('redis', 'is away')]]])(
    'does not hide a problem behind another check of the same name',
    (checks) => {
      const { status, body } = readiness(checks);
      expect([status, JSON.parse(body)]).toMatchObject([503, { checks: { redis: 'is away' } }]);
    },
  );
});

describe('the ops server', () => {
  const running: Running[] = [];
  afterEach(async () => {
    for (const part of running.splice(0)) await part.stop();
  });
  async function start({
    checks = [] as Check[],
    metrics = async () => 'up 1\n',
    host = '127.0.0.1',
  } = {}): Promise<string> {
    const server = await startOpsServer({ host, port: 0, checks, metrics });
    running.push(server);
    return server.address;
  }

  it('answers the three questions', async () => {
    const address = await start({ checks: [check('kafka', 'is away')] });
    const statusOf = async (path: string) => (await fetch(address + path)).status;
    expect(await Promise.all(['/livez', '/readyz?verbose', '/metrics'].map(statusOf))).toEqual([200, 503, 200]);
    const metrics = await fetch(`${address}/metrics`);
    expect([metrics.headers.get('content-type'), await metrics.text()]).toEqual([
      'text/plain; version=0.0.4; charset=utf-8',
      'up 1\n',
    ]);
  });

  it('answers HEAD like GET, without the body', async () => {
    const response = await fetch(`${await start()}/livez`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '3', '']);
  });

  it('says what there is for any other path, and what it takes for any other method', async () => {
    const address = await start();
    expect((await fetch(`${address}/`)).status).toBe(404);
    const response = await fetch(`${address}/livez`, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('goes on after a question that it could not answer', async () => {
    const broken: Check = {
      name: 'broken',
      problem: () => {
        throw new Error('no idea');
      },
    };
    const address = await start({ checks: [broken], metrics: () => Promise.reject(new Error('no reader')) });
    const answers = await Promise.all(['/readyz', '/metrics', '/livez'].map((path) => fetch(address + path)));
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 200]);
    expect(await answers[1]?.text()).toContain('no reader');
  });

  it('says an IPv6 address as a URL has it', async () => {
    const address = await start({ host: '::1' });
    expect(address).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${address}/livez`)).status).toBe(200);
  });

  it('stops although clients keep their connections, and may be stopped again', async () => {
    const server = await startOpsServer({ host: '127.0.0.1', port: 0, checks: [], metrics: async () => '' });
    await (await fetch(`${server.address}/livez`)).text();
    await server.stop();
    await server.stop();
    await expect(fetch(`${server.address}/livez`)).rejects.toThrow();
  });

  it('says what to do when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const bound = other.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    running.push({ stop: () => new Promise((resolve) => other.close(() => resolve())) });
    const starting = startOpsServer({ host: '127.0.0.1', port, checks: [], metrics: async () => '' });
    await expect(starting).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}: `);
    await expect(starting).rejects.toMatchObject({
      details: { suggestion: 'Free that port, or choose another one (0 picks a free one).' },
    });
  });
});

describe('an address that cannot be listened on', () => {
  it.each(['getaddrinfo ENOTFOUND nowhere', 'listen EADDRNOTAVAIL: address not available 10.9.9.9:80'])(
    'is told from a port that is taken: %s',
    (reason) => {
      const { details } = cannotListen({ host: 'nowhere', port: 80 }, new Error(reason));
      expect(details.suggestion).toBe('Set HOST to an address of this machine.');
    },
  );
});
