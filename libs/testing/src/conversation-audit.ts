import { describe, expect, it } from '@jest/globals';
import { nothingToRestore } from '@turnfleet/conversation/testing';
import { firstChange, nextChange } from './conversation-changes.ts';
import {
  answerTurn,
  type ConversationHarness,
  fencedCalls,
  newScene,
  none,
  of,
  readersCalls,
  refusedAs,
} from './conversation-harness.ts';

/** Looking behind the store, and having it checked. */
export function auditContract(harness: () => ConversationHarness): void {
  describe('looking at a partition', () => {
    it('finds nothing of one that is lost', async () => {
      const { fence } = await newScene(harness());
      await harness().lose(fence.partition);
      expect(await harness().audit.partition(fence.partition)).toBeNull();
      expect(await harness().audit.distrust(fence.partition)).toBe(false);
    });

    it('tells its fence, its positions and what is not published, and changes nothing', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const { store, audit } = harness();
      await harness().lose(fence.partition);
      const applied = { conversations: 4n, replies: 3n };
      const current = await store.restore(fence.partition, fence.generation + 1, nothingToRestore(), applied);
      await store.commit(firstChange(turn), current);
      for (let i = 0; i < 2; i++) {
        const { generation, epoch } = current;
        expect(await audit.partition(fence.partition)).toEqual({
          ...{ generation, epoch, applied, readable: true },
          unpublished: [{ conversationId, turnId: 't-1' }],
        });
      }
      expect(await store.confirm(turn, firstChange(turn).reply, current)).toBe(true);
    });

    it('tells that it waits for its catch-up', async () => {
      const { fence } = await newScene(harness());
      const putBack = await harness().keep(fence.partition);
      await putBack('after a failover');
      expect(await harness().audit.partition(fence.partition)).toMatchObject({ readable: false });
      await harness().store.claim(fence.partition);
      expect(await harness().audit.partition(fence.partition)).toMatchObject({ readable: false });
    });
  });

  describe('looking at a conversation', () => {
    it('finds nothing where nobody wrote', async () => {
      const { conversationId } = await newScene(harness());
      const nothing = { version: 0, generation: 0, epoch: 0, ledger: new Map() };
      expect(await harness().audit.conversation(conversationId, ['t-1'])).toEqual(nothing);
    });

    it('tells its rank, and of each turn the reply and whether it is published', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const first = firstChange(turn);
      const second = nextChange({ ...turn, turnId: 't-2' }, first.conversation, 'two');
      await answerTurn(harness(), first, fence);
      await harness().store.commit(second, fence);
      const { generation, epoch } = fence;
      expect(await harness().audit.conversation(conversationId, ['t-1', 't-2', 't-3'])).toEqual({
        ...{ version: 2, generation, epoch },
        ledger: new Map([
          ['t-1', { reply: first.reply, published: true }],
          ['t-2', { reply: second.reply, published: false }],
        ]),
      });
    });

    it('knows hundreds of its turns', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const ids = Array.from({ length: 250 }, (_, i) => `t-${i + 1}`);
      const published = new Map(ids.map((turnId) => [turnId, firstChange({ ...turn, turnId }).reply]));
      const { conversation } = firstChange(turn);
      const found = { conversation, generation: 0, epoch: 0, ...none, published };
      await harness().store.catchUp(fence, of(found), { conversations: 0n, replies: 0n });
      const { ledger } = await harness().audit.conversation(conversationId, ids);
      expect([...ledger.keys()]).toEqual(ids);
    });
  });

  describe('distrusting a partition', () => {
    it('fences its owner, has readers wait, and has the next claim begin at the start of the log', async () => {
      const { fence, turn } = await newScene(harness());
      await answerTurn(harness(), firstChange(turn), fence, { conversations: 9n, replies: 9n });
      expect(await harness().audit.distrust(fence.partition)).toBe(true);
      for (const call of fencedCalls(harness(), fence, turn)) expect(await refusedAs('fenced', call())).toBe(true);
      for (const call of readersCalls(harness(), turn)) expect(await refusedAs('overloaded', call())).toBe(true);
      const claim = await harness().store.claim(fence.partition);
      expect(claim).toMatchObject({ rolledBack: true, applied: { conversations: 0n, replies: 0n } });
      if (claim.kind !== 'claimed') throw new Error('The partition is lost.');
      await harness().store.catchUp(claim.fence, nothingToRestore(), claim.applied);
      expect(await harness().gateway.reply(turn)).toBe(firstChange(turn).reply);
    });
  });
}
