import { describe, expect, it } from '@jest/globals';
import type { ConversationStore, Fence, TurnRef } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { firstChange } from './conversation-changes.ts';
import { type ConversationHarness, newScene, refusedAs } from './conversation-harness.ts';

const lines = ['{"id":"1","cost":"0.1"}', '{"id":"2","text":"上海 \\" \\\\n"}'];

async function spentOf(store: ConversationStore, turn: TurnRef, fence: Fence, run: string) {
  const begun = await store.begin(turn, fence, run);
  return begun.kind === 'fresh' ? begun.spent : begun.kind;
}

/** What model calls cost is known to whoever works on the turn next, until the reply has it. */
export function spendingContract(harness: () => ConversationHarness): void {
  describe('what a turn has spent', () => {
    it('is told to every attempt, line by line, whoever noted it', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      expect(await spentOf(store, turn, fence, 'a')).toEqual([]);
      await store.noteSpending(turn, lines.slice(0, 1), fence);
      await store.noteSpending(turn, lines.slice(1), fence);
      expect(await spentOf(store, turn, fence, 'a')).toEqual(lines);
      const next = await claimOrRestore(store, fence.partition);
      await store.noteSpending(turn, ['{"id":"3"}'], next);
      expect(await spentOf(store, turn, next, 'b')).toEqual([...lines, '{"id":"3"}']);
    });

    it('is kept apart from that of other turns', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().store.noteSpending(turn, lines, fence);
      expect(await spentOf(harness().store, { ...turn, turnId: 't-2' }, fence, 'a')).toEqual([]);
    });

    it('cannot be noted by whom the partition was taken from: no call is sent unnoted', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      const next = await claimOrRestore(store, fence.partition);
      expect(await refusedAs('fenced', store.noteSpending(turn, lines, fence))).toBe(true);
      expect(await spentOf(store, turn, next, 'b')).toEqual([]);
    });

    it('is closed with the reply', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      await store.noteSpending(turn, lines, fence);
      await store.commit(firstChange(turn), fence);
      expect(await refusedAs('fenced', store.noteSpending(turn, lines, fence))).toBe(true);
    });

    it('is noted with the attempt that is given back, also when the next owner has claimed by then', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      await store.begin(turn, fence, 'a');
      const next = await claimOrRestore(store, fence.partition);
      await store.release(turn, fence, 'a', lines);
      expect(await spentOf(store, turn, next, 'b')).toEqual(lines);
    });

    it('is not changed by one that gives back what others have begun', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      await store.begin(turn, fence, 'a');
      const next = await claimOrRestore(store, fence.partition);
      await store.begin(turn, next, 'b');
      expect(await refusedAs('fenced', store.release(turn, fence, 'a', lines))).toBe(true);
      expect(await spentOf(store, turn, next, 'b')).toEqual([]);
    });
  });
}
