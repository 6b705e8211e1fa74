import { beforeEach, describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import type { Freshness } from '../tool.ts';
import type { CachedResult } from './cached-result.ts';
import { memoryResults } from './memory-results.ts';
import { nobodyIsTold } from './read-events.ts';
import type { ResultStore } from './result-store.ts';
import { Shelves } from './shelves.ts';

const minute: Freshness = {
  ...{ maxAgeMs: 60_000, staleWhileRevalidateMs: 60_000, staleIfErrorMs: 600_000 },
  changedBy: ['price'],
};
const seconds = { ...minute, maxAgeMs: 5_000 };

let clock: ManualClock;
let redis: ResultStore;
let disk: ResultStore;
let failed: string[];

beforeEach(() => {
  clock = new ManualClock();
  redis = memoryResults(100_000);
  disk = memoryResults(100_000);
  failed = [];
});

/** Those of one process; all share what lies further away. */
function shelves(meddled: Partial<ResultStore> = {}): Shelves {
  const further = [
    { name: 'redis', store: { ...redis, ...meddled }, leastAgeMs: 0 },
    { name: 'disk', store: disk, leastAgeMs: 60_000 },
  ];
  const events = { ...nobodyIsTold, failed: (store: string) => void failed.push(store) };
  return new Shelves({ clock, maxBytes: 100_000, further, events });
}

const result = (change: Partial<CachedResult> = {}): CachedResult => ({
  answer: { found: true, result: { price: 1 } },
  asOf: clock.now(),
  scope: { kinds: ['price'], codes: ['SKU-1'], tenant: 'default' },
  ...change,
});
const keep = async (one: Shelves, freshness = minute, begun = one.heard.number): Promise<void> => {
  one.keep('tool', 'key', result(), freshness, begun);
  await settle();
};
const price = (subject: string) => ({ kind: 'price', subject, atMs: clock.now() });

describe('what is kept', () => {
  it('is found by other processes, and on disk if it is good for a minute', async () => {
    await keep(shelves());
    expect(await shelves().look('key', minute)).toMatchObject({ use: 'fresh', from: 'redis' });
    expect(await disk.get('key')).not.toBeNull();
    disk = memoryResults(100_000);
    await keep(shelves(), seconds);
    expect(await disk.get('key')).toBeNull();
  });

  it('is in memory once it was found further away', async () => {
    await keep(shelves());
    const other = shelves();
    await other.look('key', minute);
    expect(other.peek('key', minute)).toMatchObject({ from: 'memory' });
  });

  it('on disk is used when Redis hangs, and Redis is left alone for a moment', async () => {
    await keep(shelves());
    let asked = 0;
    const hangs = shelves({
      get: () => {
        asked++;
        return new Promise(() => undefined);
      },
    });
    const looked = hangs.look('key', minute);
    await clock.advance(100);
    expect(await looked).toMatchObject({ from: 'disk' });
    await hangs.look('other', minute);
    expect([asked, failed]).toEqual([1, ['redis']]);
    await clock.advance(2_000);
    void hangs.look('other', minute);
    await settle();
    expect(asked).toBe(2);
  });

  it('is found in memory while everything else is away', async () => {
    const away = async (): Promise<never> => {
      throw new TurnfleetError('overloaded', 'Gone.');
    };
    const alone = shelves({ get: away, put: away, drop: away });
    await keep(alone);
    alone.change(price('SKU-2'));
    await settle();
    expect(alone.peek('key', minute)).toMatchObject({ use: 'fresh' });
  });
});

describe('a change', () => {
  it('ends what is kept everywhere', async () => {
    const one = shelves();
    await keep(one);
    one.change(price('SKU-1'));
    await settle();
    expect([one.peek('key', minute), await redis.get('key'), await disk.get('key')]).toEqual([null, null, null]);
  });

  it('is not told over by another process that heard of it later', async () => {
    const [one, late] = [shelves(), shelves()];
    one.change(price('SKU-1'));
    await keep(late);
    expect(await one.look('key', minute)).toBeNull();
    await clock.advance(1_001);
    await keep(late);
    expect(await one.look('key', minute)).toMatchObject({ use: 'fresh' });
  });

  it('that comes while a store is asked is not told over by what the store says', async () => {
    const answer = Promise.withResolvers<CachedResult>();
    const one = shelves({ get: () => answer.promise });
    const looked = one.look('key', seconds);
    await clock.advance(5);
    one.change(price('SKU-1'));
    answer.resolve(result({ asOf: clock.now() + 900 }));
    expect(await looked).toBeNull();
    expect(one.peek('key', seconds)).toBeNull();
  });

  it('that may have been missed leaves what was kept before for errors, also in a new process', async () => {
    await keep(shelves());
    await clock.advance(1);
    const restarted = shelves();
    restarted.change(price(''));
    expect(await restarted.look('key', minute)).toMatchObject({ use: 'if_error' });
  });
});
