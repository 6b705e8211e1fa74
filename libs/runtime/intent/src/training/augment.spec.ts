import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import { augmentations } from './augment.ts';

describe('augmentations', () => {
  it.each(Object.entries(augmentations))('%s changes a sentence and leaves it a sentence', (_, augment) => {
    for (const text of ['我要取消订单,怎么退', 'please cancel the parcel I ordered']) {
      const changed = augment(text, seededRandom(5));
      if (changed === null) continue;
      expect(changed).not.toBe(text);
      expect(changed.trim()).not.toBe('');
    }
  });

  it('leave alone what they have no word for', () => {
    expect(augmentations.homophone('hello', seededRandom(1))).toBeNull();
    expect(augmentations.typo('??', seededRandom(1))).toBeNull();
  });
});
