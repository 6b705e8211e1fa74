import { describe, expect, it } from '@jest/globals';
import { HeardChanges } from './heard-changes.ts';

const scope = (kinds: readonly string[], codes: readonly string[] | null) => ({ kinds, codes });

describe('the changes that were heard', () => {
  it('touch what holds their code or names none, of their kind', () => {
    const heard = new HeardChanges();
    heard.hear({ kind: 'price', subject: 'sku-1' }, 100);
    heard.hear({ kind: 'stock', subject: 'SKU-2' }, 200);
    expect(heard.lastOf(scope(['price'], ['SKU-1'])).at).toBe(100);
    expect(heard.lastOf(scope(['price', 'stock'], null)).at).toBe(200);
    expect(heard.lastOf(scope(['price'], ['SKU-2'])).at).toBe(-Infinity);
    expect(heard.lastOf(scope([], null)).at).toBe(-Infinity);
  });

  it('are told apart from those that may have been missed', () => {
    const heard = new HeardChanges();
    heard.hear({ kind: 'price', subject: '' }, 100);
    expect(heard.lastOf(scope(['price'], ['SKU-1'])).at).toBe(-Infinity);
    expect(heard.lastGap(scope(['price'], ['SKU-1'])).at).toBe(100);
    expect(heard.lastGap(scope(['stock'], ['SKU-1'])).at).toBe(-Infinity);
  });

  it('that are forgotten count for every code, as of the last of them', () => {
    const heard = new HeardChanges();
    for (let i = 0; i < 20_100; i++) heard.hear({ kind: 'price', subject: `SKU-${i}` }, i);
    expect(heard.lastOf(scope(['price'], ['SKU-5'])).at).toBe(99);
    expect(heard.lastOf(scope(['price'], ['SKU-20000'])).at).toBe(20_000);
  });
});
