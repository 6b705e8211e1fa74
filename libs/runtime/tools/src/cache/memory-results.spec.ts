import { describe, expect, it } from '@jest/globals';
import type { CachedResult } from './cached-result.ts';
import { memoryResults } from './memory-results.ts';

const kept = (text: string, codes: readonly string[] | null = ['SKU-1']): CachedResult => ({
  answer: { found: true, result: { text } },
  asOf: 1,
  scope: { kinds: ['price'], codes, tenant: 'default' },
});

describe('results in memory', () => {
  it('stay within their bytes, what was used last staying longest', async () => {
    const memory = memoryResults(20_000);
    for (let i = 0; i < 100; i++) {
      await memory.put(`key ${i}`, kept('x'.repeat(500)), 0);
      memory.peek('key 0');
    }
    expect(memory.bytes).toBeLessThanOrEqual(20_000);
    expect([memory.peek('key 0'), memory.peek('key 1')]).toEqual([expect.anything(), null]);
  });

  it('do not take one that would push out the others', async () => {
    const memory = memoryResults(20_000);
    await memory.put('small', kept('x'), 0);
    await memory.put('large', kept('x'.repeat(2_000)), 0);
    expect([memory.peek('large'), memory.entries]).toEqual([null, 1]);
  });

  it('of codes that are gone take no room in the list of codes', async () => {
    const memory = memoryResults(20_000);
    await memory.put('key', kept('a'), 0);
    await memory.put('key', kept('b', ['SKU-2']), 0);
    await memory.drop({ kind: 'price', subject: 'SKU-1', atMs: 2 });
    expect(memory.entries).toBe(1);
    await memory.drop({ kind: 'price', subject: 'SKU-2', atMs: 2 });
    expect(memory.entries).toBe(0);
  });
});
