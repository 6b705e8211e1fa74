import { describe, expect, it } from '@jest/globals';
import { isOfOtherPartitions } from '@turnfleet/conversation';
import { isTurnfleetError } from '@turnfleet/core';
import { type ConversationHarness, newScene } from './conversation-harness.ts';

/** Over how many partitions conversations are spread: their homes follow from it. */
export function spreadContract(harness: () => ConversationHarness): void {
  describe('the number of partitions', () => {
    it('is that of the first who claimed one, for every worker', async () => {
      await newScene(harness());
      expect(await harness().store.partitions()).toBe(harness().partitions);
      const other = await harness().connect(harness().partitions + 1);
      expect(await other.store.partitions()).toBe(harness().partitions);
    });

    it.each([-1, 1])('refuses a worker that counts another (%s), and lets it take nothing', async (more) => {
      const { fence } = await newScene(harness());
      const other = await harness().connect(harness().partitions + more);

      const refusal: unknown = await other.store.claim(fence.partition).catch((error: unknown) => error);

      expect(isTurnfleetError(refusal) && isOfOtherPartitions(refusal)).toBe(true);
      expect(refusal).toMatchObject({ message: expect.stringContaining(`over ${harness().partitions} partitions`) });
      await harness().store.check(fence);
    });

    it('is kept when a partition is lost: the others still have conversations', async () => {
      const { fence } = await newScene(harness());
      await harness().lose(fence.partition);
      await harness().store.claim(fence.partition);
      expect(await harness().store.partitions()).toBe(harness().partitions);
    });
  });
}
