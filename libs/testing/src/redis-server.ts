import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Redis } from 'ioredis';

interface RedisUnderTest {
  readonly url: string;
  /** Nobody else's; the keys under `{PREFIX:…}` are deleted after the suite. */
  readonly prefix: string;
  /** A client without our settings, to look and to break things with. */
  readonly raw: Redis;
  /** Deletes the keys that begin with this; never anything outside the prefix. */
  readonly forget: (start: string) => Promise<void>;
}

/**
 * A suite with a key prefix of its own on a real Redis. `redis()` may be called inside tests and hooks only. Without
 * REDIS_URL it is skipped visibly; with CI=true it fails.
 */
export function describeOnRedis(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  suite: (redis: () => RedisUnderTest) => void,
): void {
  const url = env.REDIS_URL;
  if (url === undefined && env.CI === 'true') {
    describe(name, () => {
      it('finds a Redis server', () => {
        throw new Error('REDIS_URL is not set, and with CI=true no server may be missing.');
      });
    });
    return;
  }
  if (url === undefined) {
    describe.skip(`${name} (skipped: REDIS_URL is not set)`, () =>
      suite(() => {
        throw new Error('There is no Redis.');
      }));
    return;
  }
  describe(name, () => {
    const prefix = `turnfleet-spec-${randomBytes(6).toString('hex')}`;
    let raw: Redis;
    beforeAll(() => {
      raw = new Redis(url);
    });
    afterAll(async () => {
      await forgetUnder(raw, `{${prefix}:`);
      await raw.quit();
    });
    suite(() => ({ url, prefix, raw, forget: (start) => forgetUnder(raw, `{${prefix}:${start}`) }));
  });
}

async function forgetUnder(raw: Redis, start: string): Promise<void> {
  for await (const keys of raw.scanStream({ match: `${start}*`, count: 1_000 }) as AsyncIterable<string[]>) {
    if (keys.length > 0) await raw.unlink(...keys);
  }
}
