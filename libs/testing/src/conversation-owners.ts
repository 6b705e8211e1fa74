import { describe, expect, it } from '@jest/globals';
import { atStart } from '@turnfleet/conversation/testing';
import { accepted, firstChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, newScene } from './conversation-harness.ts';

const ana = { tenant: 'acme', user: 'ana' };
const bob = { tenant: 'acme', user: 'bob' };

async function* only<T>(one: T): AsyncGenerator<T> {
  yield one;
}

/** Whose a conversation is, whatever becomes of the store. */
export function ownersContract(harness: () => ConversationHarness): void {
  const owned = (owner: typeof ana) => ({ kind: 'owned', owner });

  describe('the owner of a conversation', () => {
    it('is who claims it first, also for those who come at the same time', async () => {
      const { conversationId } = await newScene(harness());
      const { gateway } = harness();
      expect(await gateway.ownerOf(conversationId)).toEqual({ kind: 'none' });
      const claims = await Promise.all([ana, bob, ana, bob].map((owner) => gateway.claimOwner(conversationId, owner)));
      expect(new Set(claims.map((claim) => JSON.stringify(claim))).size).toBe(1);
      expect(await gateway.ownerOf(conversationId)).toEqual(claims[0]);
    });

    it('is said by the conversation once it has one, and cannot be claimed by another', async () => {
      const scene = await newScene(harness());
      const { gateway } = harness();
      const change = firstChange(scene.turn);
      await answerTurn(harness(), { ...change, conversation: { ...change.conversation, owner: ana } }, scene.fence);
      expect(await gateway.claimOwner(scene.conversationId, bob)).toEqual(owned(ana));
      expect(await gateway.ownerOf(scene.conversationId)).toEqual(owned(ana));
      expect((await gateway.view(scene.conversationId))?.conversation.owner).toEqual(ana);
    });

    it('is found in the log again when the store is lost', async () => {
      const { store, gateway } = harness();
      const { turn, conversationId, fence } = await newScene(harness());
      await harness().lose(fence.partition);
      const { conversation } = firstChange(turn);
      const snapshot = { ...conversation, owner: ana };
      const inLog = { conversation: snapshot, ended: false, at: 1, generation: 1, epoch: 1 };
      const found = { ...inLog, published: new Map(), unpublished: new Map() };
      await store.restore(fence.partition, 2, only(found), atStart);
      expect(await gateway.claimOwner(conversationId, bob)).toEqual(owned(ana));
    });

    it('is nobody of a conversation that was begun where nobody signs in', async () => {
      const running = await newScene(harness());
      const { gateway, journal } = harness();
      await journal.accept(running.conversationId, accepted(running.turn.turnId), '');
      expect(await gateway.claimOwner(running.conversationId, ana)).toEqual({ kind: 'unowned' });
      const ended = await newScene(harness());
      await answerTurn(harness(), firstChange(ended.turn), ended.fence);
      expect(await gateway.claimOwner(ended.conversationId, ana)).toEqual({ kind: 'unowned' });
      expect(await gateway.ownerOf(ended.conversationId)).toEqual({ kind: 'unowned' });
    });

    it('cannot be told, nor claimed, while the partition is lost', async () => {
      const { conversationId, fence } = await newScene(harness());
      await harness().lose(fence.partition);
      expect(await harness().gateway.claimOwner(conversationId, ana)).toEqual({ kind: 'lost' });
      expect(await harness().gateway.ownerOf(conversationId)).toEqual({ kind: 'lost' });
    });
  });
}
