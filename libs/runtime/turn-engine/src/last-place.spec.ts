import { describe, expect, it } from '@jest/globals';
import { LastPlace } from './last-place.ts';
import { start } from './testing/scene.ts';

describe('the last of many places', () => {
  const flood = { sharer: 'flood', priority: 2 as const };
  const calm = { sharer: 'calm', priority: 2 as const };

  it('is kept from whoever holds a quarter of them, until they hold less', () => {
    const last = new LastPlace(20);
    for (let i = 0; i < 5; i++) last.begin(flood);
    expect([18, 19].map((running) => last.isKeptFrom(flood, running))).toEqual([false, true]);
    expect(last.isKeptFrom(calm, 19)).toBe(false);
    expect(last.isKeptFrom({ ...flood, priority: 1 }, 19)).toBe(false);
    last.end(flood);
    expect(last.isKeptFrom(flood, 19)).toBe(false);
  });

  it('is given to anybody where there are few', () => {
    const last = new LastPlace(19);
    for (let i = 0; i < 18; i++) last.begin(flood);
    expect(last.isKeptFrom(flood, 18)).toBe(false);
  });

  it('lets a newcomer begin at once beside a flood, which then has the place of its own that ends', async () => {
    const { given, texts, end } = await start({
      capacity: { turns: 20, bytes: 10_000 },
      laneOf: ({ key }) => {
        const lane = new TextDecoder().decode(key ?? undefined);
        return { lane, sharer: lane.slice(0, 1), priority: 2 };
      },
    });
    await given(...Array.from({ length: 30 }, (_, i) => `f${i}@${i}`));
    expect(texts()).toHaveLength(19);
    await given('c0@30');
    expect(texts().at(-1)).toBe('c0@30');
    await end('f0@0');
    expect(texts()).toHaveLength(19);
    await end('f1@1');
    expect(texts().at(-1)).toBe('f19@19');
  });
});
