import { describe, expect, it } from '@jest/globals';
import { gramBuckets, gramsOf } from './grams.ts';

describe('gramsOf', () => {
  it('reads codes of orders and products by their kind, not their number', () => {
    expect(gramsOf('取消 ORD-2024-0012')).toEqual(gramsOf('取消 ord-2024-9999'));
    expect(gramsOf('SKU-2024-888 price')).toEqual(gramsOf('SKU-1999-1 price'));
    expect(gramsOf('取消 ORD-2024-0012')).not.toEqual(gramsOf('取消 SKU-2024-888'));
  });

  it('reads full-width and upper-case letters as the plain ones', () => {
    expect(gramsOf('ＰＲＩＣＥ of IT')).toEqual(gramsOf('price of it'));
  });

  it('keeps every gram within its buckets, and has none for what has no letters', () => {
    const buckets = [...gramsOf('我要 return 这双 shoes，谢谢 café').keys()];
    expect(buckets.every((bucket) => Number.isInteger(bucket) && bucket >= 0 && bucket < gramBuckets)).toBe(true);
    expect(gramsOf('?! …').size).toBe(0);
  });
});
