import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { lineOf } from '../history/write-history.ts';
import { onRedis } from '../sim/state/redis-state.ts';
import { judgeSeed } from './run-seed.ts';

/** Servers, their copies and what looks at them share a machine with everything else. */
jest.setTimeout(120_000);
const turns = 30;
const url = process.env.REDIS_URL;
const describeOnRedis = url === undefined ? describe.skip : describe;

describeOnRedis('the promises about a turn on a real Redis, whatever breaks', () => {
  const name = `spec-${randomBytes(6).toString('hex')}`;
  let client: Redis;
  beforeAll(() => {
    client = new Redis(url ?? '');
  });
  afterAll(() => client.quit());

  it.each(Array.from({ length: 12 }, (_, i) => i + 1))('are kept under seed %i', async (seed) => {
    const { report } = await judgeSeed(seed, turns, undefined, onRedis(client, name));
    expect(report.verdicts).toEqual([]);
  });

  it('is the same run, byte for byte, each time a seed is run', async () => {
    const linesOf = async (): Promise<string[]> =>
      (await judgeSeed(3, turns, undefined, onRedis(client, name))).history.map(lineOf);
    expect(await linesOf()).toEqual(await linesOf());
  });

  it('leaves nothing behind', async () => {
    expect(await client.keys(`{${name}-*`)).toEqual([]);
  });
});
