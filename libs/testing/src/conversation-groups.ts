import { describe, expect, it } from '@jest/globals';
import { snapshotSchema } from '@turnfleet/contract/schemas';
import { atStart } from '@turnfleet/conversation/testing';
import { coalesced, endOf, firstChange, nextChange } from './conversation-changes.ts';
import { type ConversationHarness, newScene } from './conversation-harness.ts';

/** Turns that are answered together end in one write. */
export function groupsContract(harness: () => ConversationHarness): void {
  describe('committing several turns as one', () => {
    it('writes all of them, with a snapshot that carries every reply', async () => {
      const { group, change, fence } = await aGroup();
      const committed = await harness().store.commit(change, fence);
      expect(committed.kind === 'committed' && snapshotSchema.parse(JSON.parse(committed.snapshot))).toMatchObject({
        conversation: { version: 3 },
        unpublished: group.map(({ turnId, reply }) => ({ turnId, reply })),
      });
      for (const { turnId, reply, conversationId } of group) {
        const begun = await harness().store.begin({ conversationId, turnId }, fence, 'b');
        expect(begun).toMatchObject({ kind: 'answered', reply, published: false });
      }
    });

    it('is committed again when it is repeated', async () => {
      const { change, fence } = await aGroup();
      const first = await harness().store.commit(change, fence);
      expect(await harness().store.commit(change, fence)).toEqual(first);
    });

    it.each([
      ['another reply', 'other words'],
      ['the same reply, given alone', ''],
    ])('writes none of them if one has %s', async (_, text) => {
      const { group, change, turn, fence } = await aGroup();
      const alone = text === '' ? firstChange(turn) : firstChange(turn, text);
      await harness().store.commit(alone, fence);
      expect(await harness().store.commit(change, fence)).toEqual({ kind: 'conflict' });
      const second = { conversationId: turn.conversationId, turnId: group[1]?.turnId ?? '' };
      expect(await harness().store.begin(second, fence, 'b')).toMatchObject({
        kind: 'fresh',
        conversation: alone.conversation,
      });
    });

    it('writes none of them if the version moved on', async () => {
      const { group, change, turn, fence } = await aGroup();
      const other = { ...turn, turnId: 't-0' };
      await harness().store.commit(firstChange(other), fence);
      expect(await harness().store.commit(change, fence)).toEqual({ kind: 'conflict' });
      for (const { turnId } of group) {
        expect(await harness().store.begin({ ...turn, turnId }, fence, 'b')).toMatchObject({ kind: 'fresh' });
      }
    });

    it('ends each turn on its own', async () => {
      const { group, change, turn, fence } = await aGroup();
      await harness().store.commit(change, fence);
      const [first] = group;
      if (!first) throw new Error('The group is empty.');
      await harness().store.settle(first, endOf(first), fence, atStart);
      expect((await harness().gateway.view(turn.conversationId))?.conversation).toMatchObject({
        version: 1,
        turns: [{ turnId: 't-1' }],
      });
    });

    /** Three turns of a new conversation, answered as one. */
    async function aGroup() {
      const scene = await newScene(harness());
      const first = firstChange(scene.turn);
      const second = nextChange({ ...scene.turn, turnId: 't-2' }, first.conversation, 'two');
      const third = nextChange({ ...scene.turn, turnId: 't-3' }, second.conversation, 'three');
      const group = [first, second, third];
      return { ...scene, group, change: coalesced(group) };
    }
  });
}
