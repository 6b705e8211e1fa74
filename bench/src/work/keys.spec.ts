import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { balancedKeys } from './keys.ts';

describe('balanced keys', () => {
  const keys = balancedKeys(1_000, 24);

  it('gives every partition the same number of keys, give or take one', () => {
    const counts = Map.groupBy(keys, ({ partition }) => partition);
    expect(counts.size).toBe(24);
    expect(new Set([...counts.values()].map(({ length }) => length))).toEqual(new Set([41, 42]));
  });

  it('names different keys, each with its home', () => {
    expect(new Set(keys.map(({ key }) => key)).size).toBe(1_000);
    for (const { key, partition } of keys) expect(partition).toBe(homePartition(key, 24));
  });

  it('goes round the partitions', () => {
    expect(keys.slice(0, 48).map(({ partition }) => partition)).toEqual([...Array(48).keys()].map((i) => i % 24));
  });
});
