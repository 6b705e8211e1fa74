import { describe, expect, it } from '@jest/globals';
import { emptyConversation } from '@turnfleet/contract/schemas';
import type { Fence } from '@turnfleet/conversation';
import { atStart } from '@turnfleet/conversation/testing';
import { accepted, endOf, firstChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, newScene } from './conversation-harness.ts';

/** What the ingress sees and asks. */
export function deskContract(harness: () => ConversationHarness): void {
  describe('the desk', () => {
    it('reserves until the turn is logged, and knows another body', async () => {
      const { turn } = await newScene(harness());
      const { gateway } = harness();
      expect(await gateway.reserve(turn, 'hash')).toEqual({ kind: 'reserved' });
      expect(await gateway.reserve(turn, 'hash')).toEqual({ kind: 'reserved' });
      expect(await gateway.reserve(turn, 'other')).toEqual({ kind: 'conflict' });
      await gateway.markLogged(turn);
      await gateway.markLogged(turn);
      expect(await gateway.reserve(turn, 'hash')).toEqual({ kind: 'logged' });
      expect(await gateway.reserve(turn, 'other')).toEqual({ kind: 'conflict' });
    });

    it('says whether a turn is logged, and leaves nothing of the question', async () => {
      const { turn } = await newScene(harness());
      const { gateway } = harness();
      expect(await gateway.isLogged(turn)).toBe(false);
      expect(await gateway.requestCancel(turn)).toBe(false);
      await gateway.reserve(turn, 'hash');
      expect(await gateway.isLogged(turn)).toBe(false);
      await gateway.markLogged(turn);
      expect(await gateway.isLogged(turn)).toBe(true);
    });

    it('takes a turn that a worker has seen for logged', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().gateway.reserve(turn, 'hash');
      await harness().store.begin(turn, fence, 'a');
      expect(await harness().gateway.reserve(turn, 'hash')).toEqual({ kind: 'logged' });
      const upstream = { ...turn, turnId: 't-2' };
      await harness().store.begin(upstream, fence, 'a');
      expect(await harness().gateway.isLogged(upstream)).toBe(true);
      expect(await harness().gateway.reserve(upstream, 'hash')).toEqual({ kind: 'logged' });
    });

    it('shows nothing of a conversation that only has a reservation', async () => {
      const { turn, conversationId } = await newScene(harness());
      await harness().gateway.reserve(turn, 'hash');
      expect(await harness().gateway.view(conversationId)).toBeNull();
    });

    it('shows accepted turns as running, oldest first', async () => {
      const { conversationId } = await newScene(harness());
      for (const turnId of ['t-3', 't-1', 't-2']) await harness().journal.accept(conversationId, accepted(turnId), '');
      const view = await harness().gateway.view(conversationId);
      expect(view?.conversation).toEqual(emptyConversation(conversationId));
      expect(view?.running.map(({ turnId }) => turnId)).toEqual(['t-3', 't-1', 't-2']);
      expect(view?.running[0]).toEqual({
        turnId: 't-3',
        text: 'Question t-3',
        submittedAt: accepted('t-3').submittedAt,
      });
    });

    it('shows a reply only once it is published', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      const { store, gateway, journal } = harness();
      const change = firstChange(turn);
      await journal.accept(conversationId, accepted('t-1'), '');
      await store.commit(change, fence);
      expect(await gateway.reply(turn)).toBeNull();
      expect(await gateway.view(conversationId)).toMatchObject({
        conversation: { version: 0, turns: [] },
        running: [{ turnId: 't-1' }],
      });
      await store.settle(turn, endOf(change), fence, atStart);
      expect(await gateway.reply(turn)).toBe(change.reply);
      expect(await gateway.view(conversationId)).toEqual({ conversation: change.conversation, running: [] });
    });
  });

  describe('cancelling', () => {
    it('does not know a turn that nobody posted', async () => {
      const { turn } = await newScene(harness());
      expect(await harness().gateway.requestCancel(turn)).toBe(false);
    });

    it('tells the watcher, once', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().store.begin(turn, fence, 'a');
      const told = Promise.withResolvers<void>();
      let count = 0;
      const watching = await harness().gateway.watchCancel(turn, () => {
        count++;
        told.resolve();
      });
      expect(await harness().gateway.requestCancel(turn)).toBe(true);
      await told.promise;
      expect(await harness().gateway.requestCancel(turn)).toBe(true);
      await toldOfLaterCancel(turn.conversationId, fence);
      expect(count).toBe(1);
      watching.close();
    });

    it('tells whoever watches afterwards, and whoever begins', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().gateway.reserve(turn, 'hash');
      expect(await harness().gateway.requestCancel(turn)).toBe(true);
      const told = Promise.withResolvers<void>();
      const watching = await harness().gateway.watchCancel(turn, told.resolve);
      await told.promise;
      watching.close();
      expect(await harness().store.begin(turn, fence, 'a')).toMatchObject({ cancelled: true });
    });

    it('tells nobody who stopped watching', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().store.begin(turn, fence, 'a');
      let count = 0;
      const watching = await harness().gateway.watchCancel(turn, () => void count++);
      watching.close();
      await harness().gateway.requestCancel(turn);
      await toldOfLaterCancel(turn.conversationId, fence);
      expect(count).toBe(0);
    });

    it('changes nothing about a turn that ended', async () => {
      const { turn, fence } = await newScene(harness());
      await answerTurn(harness(), firstChange(turn), fence);
      expect(await harness().gateway.requestCancel(turn)).toBe(true);
      let count = 0;
      const watching = await harness().gateway.watchCancel(turn, () => void count++);
      await toldOfLaterCancel(turn.conversationId, fence);
      watching.close();
      expect(count).toBe(0);
    });

    /** Cancels another turn of the same partition and waits for the news, which come after all earlier ones. */
    async function toldOfLaterCancel(conversationId: string, fence: Fence): Promise<void> {
      const other = { conversationId, turnId: 't-later' };
      await harness().store.begin(other, fence, 'a');
      const told = Promise.withResolvers<void>();
      const watching = await harness().gateway.watchCancel(other, told.resolve);
      await harness().gateway.requestCancel(other);
      await told.promise;
      watching.close();
    }
  });
}
