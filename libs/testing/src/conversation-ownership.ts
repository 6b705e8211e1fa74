import { describe, expect, it } from '@jest/globals';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { type ConversationHarness, callsAbout, fencedCalls, newScene, refusedAs } from './conversation-harness.ts';

/** Who may write: epochs and generations. */
export function ownershipContract(harness: () => ConversationHarness): void {
  describe('owning a partition', () => {
    it('is lost before anybody restored it', async () => {
      const { fence } = await newScene(harness());
      await harness().lose(fence.partition);
      expect(await harness().store.claim(fence.partition)).toEqual({ kind: 'lost' });
    });

    it('gets a higher epoch with every claim', async () => {
      const { fence } = await newScene(harness());
      const next = await claimOrRestore(harness().store, fence.partition);
      expect(next).toEqual({ ...fence, epoch: fence.epoch + 1 });
    });

    it('refuses a zombie everywhere and lets it change nothing', async () => {
      const { turn, conversationId, fence: old } = await newScene(harness());
      await harness().store.begin(turn, old, 'first');
      const fence = await claimOrRestore(harness().store, old.partition);
      for (const call of fencedCalls(harness(), old, turn)) expect(await refusedAs('fenced', call())).toBe(true);
      expect(await harness().store.begin(turn, fence, 'first')).toMatchObject({
        kind: 'fresh',
        attempt: 1,
        abandoned: 0,
      });
      expect(await harness().journal.read(conversationId, null)).toMatchObject({ kind: 'entries', entries: [] });
    });

    it('refuses a fence of another generation everywhere', async () => {
      const { turn, fence } = await newScene(harness());
      for (const generation of [fence.generation - 1, fence.generation + 1]) {
        for (const call of fencedCalls(harness(), { ...fence, generation }, turn)) {
          expect(await refusedAs('fenced', call())).toBe(true);
        }
      }
    });

    it('takes a fence of another partition for the bug it is', async () => {
      const { turn, fence } = await newScene(harness());
      const elsewhere = { ...fence, partition: (fence.partition + 1) % harness().partitions };
      for (const call of callsAbout(harness(), elsewhere, turn)) expect(await refusedAs('internal', call())).toBe(true);
    });
  });
}
