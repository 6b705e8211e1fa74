import { describe, expect, it } from '@jest/globals';
import { BoundedLabels } from './bounded-labels.ts';

describe('labels that come from outside', () => {
  it('stay few, however many values there are, and those that have one keep it', () => {
    const labels = new BoundedLabels(2);
    expect(['a', 'b', 'c', 'a', 'd', 'b'].map((value) => labels.labelOf(value))).toEqual([
      ...['a', 'b', 'other', 'a', 'other', 'b'],
    ]);
  });
});
