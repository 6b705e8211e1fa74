import { describe, expect, it } from '@jest/globals';
import type { AppliedPositions } from '@turnfleet/conversation';
import { atStart, nothingToRestore } from '@turnfleet/conversation/testing';
import { accepted, endOf, firstChange, nextChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, entriesAfter, newScene, none, of } from './conversation-harness.ts';

const at = (conversations: number, replies: number): AppliedPositions => ({
  conversations: BigInt(conversations),
  replies: BigInt(replies),
});

/** How far the log is known to the store, and how a claim catches up with it. */
export function positionsContract(harness: () => ConversationHarness): void {
  /** A partition that a restore made anew, with positions at the start. */
  async function aFreshPartition() {
    const scene = await newScene(harness());
    const { partition } = scene.fence;
    await harness().lose(partition);
    const generation = scene.fence.generation + 1;
    const fence = await harness().store.restore(partition, generation, nothingToRestore(), atStart);
    return { ...scene, fence, partition };
  }

  async function claimed(partition: number) {
    const claim = await harness().store.claim(partition);
    if (claim.kind === 'lost') throw new Error('The partition is lost.');
    return claim;
  }

  describe('knowing how far the log is applied', () => {
    it('begins where a restore ended', async () => {
      const { fence, partition } = await aFreshPartition();
      await harness().lose(partition);
      await harness().store.restore(partition, fence.generation + 1, nothingToRestore(), at(12, 7));
      expect(await claimed(partition)).toMatchObject({ applied: at(12, 7), rolledBack: false });
    });

    it('moves on with a catch-up and with every turn that is settled, never back', async () => {
      const { fence, turn, partition } = await aFreshPartition();
      await harness().store.catchUp(fence, nothingToRestore(), at(5, 4));
      await answerTurn(harness(), firstChange(turn), fence, at(7, 3));
      expect((await claimed(partition)).applied).toEqual(at(7, 4));
      const next = await claimed(partition);
      await harness().store.catchUp(next.fence, nothingToRestore(), at(1, 1));
      expect((await claimed(partition)).applied).toEqual(at(7, 4));
    });

    it('stays before the reply of a turn that was committed and not settled', async () => {
      const { fence, turn, partition } = await aFreshPartition();
      const { store } = harness();
      await store.catchUp(fence, nothingToRestore(), at(5, 5));
      const first = firstChange(turn);
      const second = nextChange({ ...turn, turnId: 't-2' }, first.conversation, 'two');
      await store.commit(first, fence);
      await answerTurn(harness(), second, fence, at(9, 9));
      const next = await claimed(partition);
      expect(next.applied).toEqual(at(9, 5));
      await store.settle(first, endOf(first), next.fence, at(8, 8));
      expect((await claimed(partition)).applied).toEqual(at(9, 9));
    });

    it('goes past a turn whose reply was looked for in vain', async () => {
      const { fence, turn, partition } = await aFreshPartition();
      await harness().store.commit(firstChange(turn), fence);
      const next = await claimed(partition);
      await harness().store.catchUp(next.fence, nothingToRestore(), at(20, 20));
      expect((await claimed(partition)).applied).toEqual(at(20, 20));
    });
  });

  describe('catching up', () => {
    it('marks what a dead worker published and did not settle', async () => {
      const { fence, turn, conversationId, partition } = await aFreshPartition();
      const { store, gateway } = harness();
      const change = firstChange(turn);
      await store.commit(change, fence);
      const next = await claimed(partition);
      const published = new Map([['t-1', change.reply]]);
      const found = { conversation: change.conversation, generation: fence.generation, epoch: fence.epoch };
      await store.catchUp(next.fence, of({ ...found, ...none, published }), at(1, 1));
      expect(await gateway.view(conversationId)).toEqual({ conversation: change.conversation, running: [] });
      const begun = await store.begin(turn, next.fence, 'b');
      expect(begun).toMatchObject({ kind: 'answered', published: true, settled: false });
    });

    it('ends such a turn for who follows it in the journal, once', async () => {
      const { fence, turn, conversationId, partition } = await aFreshPartition();
      const { store, journal } = harness();
      const change = firstChange(turn);
      await journal.accept(conversationId, accepted('t-1'), 'trace context');
      await store.commit(change, fence);
      const published = new Map([['t-1', change.reply]]);
      const found = { conversation: change.conversation, generation: fence.generation, epoch: fence.epoch };
      const next = await claimed(partition);
      for (let i = 0; i < 2; i++) await store.catchUp(next.fence, of({ ...found, ...none, published }), at(1, 1));
      await store.settle(turn, endOf(change), next.fence, at(1, 1));
      const entries = await entriesAfter(journal, conversationId);
      expect(entries.map(({ event }) => event)).toEqual([accepted('t-1'), endOf(change)]);
      expect(entries[1]?.traceparent).toBe('trace context');
    });

    it('changes nothing that the store knows already, or knows better', async () => {
      const { fence, turn, conversationId, partition } = await aFreshPartition();
      const { store, gateway } = harness();
      const first = firstChange(turn);
      const second = nextChange({ ...turn, turnId: 't-2' }, first.conversation, 'two');
      await answerTurn(harness(), first, fence);
      await answerTurn(harness(), second, fence);
      const next = await claimed(partition);
      const { generation, epoch } = fence;
      const older = firstChange(turn, 'as nobody knows it').conversation;
      const another = new Map([['t-2', firstChange(turn, 'a second record').reply]]);
      await store.catchUp(
        next.fence,
        of(
          { conversation: older, generation, epoch, ...none, unpublished: new Map([['t-1', first.reply]]) },
          { conversation: second.conversation, generation, epoch, ...none, published: another },
        ),
        at(2, 2),
      );
      expect(await gateway.view(conversationId)).toEqual({ conversation: second.conversation, running: [] });
      expect(await gateway.reply(second)).toBe(second.reply);
    });
  });
}
