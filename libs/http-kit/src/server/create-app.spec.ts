import { expect, it } from '@jest/globals';
import { everybody } from '@turnfleet/auth';
import { silentLogger } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { createApp } from './create-app.ts';
import { nodeServer } from './node-server.ts';

// Once health checks waited for a flood.
it('an app begins few requests in one turn of the event loop, but all that operators send', async () => {
  const app = createApp({
    clock: new ManualClock(),
    logger: silentLogger,
    node: nodeServer(),
    isDraining: () => false,
    scope: 'turnfleet/spec',
    door: { authenticator: everybody, audit: { refused: () => undefined, allowed: () => undefined } },
  });
  let turn = 0;
  const begun = new Map<string, number[]>([
    ['/work', []],
    ['/livez', []],
  ]);
  for (const [url, turns] of begun)
    app.get(url, { config: { isOperational: url === '/livez', may: 'everybody' } }, async () => {
      turns.push(turn);
      return 'done';
    });
  await app.ready();
  const ask = async (url: string): Promise<number> =>
    (await app.inject({ url, headers: { host: 'fleet' } })).statusCode;

  const flood = [...begun.keys()].flatMap((url) => Array.from({ length: 500 }, () => ask(url)));
  let over = false;
  const all = Promise.all(flood).finally(() => (over = true));
  for (; !over; turn++) await settle();

  expect(new Set(await all)).toEqual(new Set([200]));
  const most = (url: string): number => {
    const inOneTurn = [...Map.groupBy(begun.get(url) ?? [], (at) => at).values()];
    return Math.max(...inOneTurn.map(({ length }) => length));
  };
  expect(most('/work')).toBeLessThanOrEqual(32);
  expect(most('/livez')).toBeGreaterThan(32);
  await app.close();
});
