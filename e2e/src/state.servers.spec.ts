import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { Redis } from 'ioredis';
import { runChild } from './child.ts';
import { ask } from './client.ts';
import { fleetMain, type RunningFleet, startFleet } from './fleet.ts';
import { describeOnServers, startingMs } from './servers.ts';

const patienceMs = 90_000;

describeOnServers('turnfleet state beside a fleet at work', ['kafka', 'redis'], (servers) => {
  const conversation = `state-${process.pid}-${Date.now().toString(36)}`;
  const partition = homePartition(conversation, 24);
  let fleet: RunningFleet;
  let raw: Redis;

  const state = (...args: string[]) =>
    runChild(fleetMain, ['state', ...args, '--partition', String(partition)], servers().env);

  beforeAll(async () => {
    fleet = await startFleet(servers().env);
    raw = new Redis(servers().env['REDIS_URL'] ?? '');
  }, startingMs);
  afterAll(async () => {
    await raw?.quit();
    await fleet?.stop();
  }, startingMs);

  it(
    'restores a partition under the hands of its worker, which goes on',
    async () => {
      expect(await ask(fleet.url, conversation, '你好', 't-1')).toMatchObject({ version: 1 });
      const warned = await state('restore');
      expect(warned).toMatchObject({ code: 2, output: expect.stringContaining('Nothing was done') });
      const restored = await state('restore', '--yes');
      expect(restored).toMatchObject({ code: 0, output: expect.stringContaining(`partition ${partition}: `) });
      expect(await ask(fleet.url, conversation, '你好', 't-2')).toMatchObject({ version: 2 });
    },
    patienceMs,
  );

  it(
    'finds what is missing in Redis, and brings it back',
    async () => {
      expect(await state('verify')).toMatchObject({ code: 0, output: expect.stringContaining('has all of it') });
      const tag = `{tf:${partition}}`;
      await raw.del(`${tag}:conversation/${conversation}`, `${tag}:turn/${conversation}/t-1`);

      const damaged = await state('verify');
      expect(damaged.code).toBe(1);
      expect(damaged.output).toContain(`  ${conversation}: not in the store; the log has version 2\n`);
      expect(damaged.output).toMatch(`${conversation} turn t-1: the reply at chat.replies/${partition}/`);

      expect((await state('restore', '--yes')).code).toBe(0);
      expect((await state('verify')).code).toBe(0);
      const read = await fetch(`${fleet.url}/v1/conversations/${conversation}`);
      expect(await read.json()).toMatchObject({ version: 2, turns: [{ turnId: 't-1' }, { turnId: 't-2' }] });
      expect(await ask(fleet.url, conversation, '你好', 't-3')).toMatchObject({ version: 3 });
    },
    patienceMs,
  );
});
