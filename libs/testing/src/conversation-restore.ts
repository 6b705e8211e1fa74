import { describe, expect, it } from '@jest/globals';
import { snapshotSchema } from '@turnfleet/contract/schemas';
import type { RestoredConversation } from '@turnfleet/conversation';
import { atStart, claimOrRestore, nothingToRestore } from '@turnfleet/conversation/testing';
import { accepted, firstChange, nextChange } from './conversation-changes.ts';
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

/** A partition that the store has lost, and is given back. */
export function restoreContract(harness: () => ConversationHarness): void {
  describe('losing and restoring a partition', () => {
    it('fences whoever worked on it, and keeps readers waiting instead of answering from an empty memory', async () => {
      const { turn, fence } = await newScene(harness());
      await answerTurn(harness(), firstChange(turn), fence);
      await harness().lose(fence.partition);
      for (const call of fencedCalls(harness(), fence, turn)) expect(await refusedAs('fenced', call())).toBe(true);
      for (const call of readersCalls(harness(), turn)) expect(await refusedAs('overloaded', call())).toBe(true);
    });

    it('still lets turns in', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      await harness().lose(fence.partition);
      expect(await harness().gateway.reserve(turn, 'hash')).toEqual({ kind: 'reserved' });
      await harness().gateway.markLogged(turn);
      await harness().journal.accept(conversationId, accepted('t-1'), '');
      await claimOrRestore(harness().store, fence.partition, fence.generation + 1);
      expect(await harness().gateway.reserve(turn, 'hash')).toEqual({ kind: 'logged' });
      expect(await harness().journal.read(conversationId, null)).toMatchObject({ kind: 'entries', entries: [] });
    });

    it('gives back conversations, published and unpublished replies', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      const first = firstChange(turn, 'one');
      const second = nextChange({ ...turn, turnId: 't-2' }, first.conversation, 'two');
      await harness().lose(fence.partition);
      const restored = await harness().store.restore(
        fence.partition,
        7,
        of({
          conversation: second.conversation,
          generation: 6,
          epoch: 3,
          ...none,
          published: new Map([['t-1', first.reply]]),
          unpublished: new Map([['t-2', second.reply]]),
        }),
        atStart,
      );
      expect(restored).toMatchObject({ partition: fence.partition, generation: 7 });
      const { store, gateway } = harness();
      expect(await store.begin(turn, restored, 'a')).toMatchObject({ reply: first.reply, published: true });
      const begun = await store.begin(second, restored, 'a');
      expect(begun).toMatchObject({ reply: second.reply, published: false });
      expect(begun.kind === 'answered' && snapshotSchema.parse(JSON.parse(begun.snapshot))).toMatchObject({
        generation: 7,
        conversation: second.conversation,
        unpublished: [{ turnId: 't-2', reply: second.reply }],
      });
      expect((await gateway.view(conversationId))?.conversation).toEqual({
        ...first.conversation,
        state: second.conversation.state,
        dialogue: second.conversation.dialogue,
      });
      const third = await store.begin({ conversationId, turnId: 't-3' }, restored, 'a');
      expect(third).toMatchObject({ kind: 'fresh', conversation: second.conversation });
    });

    it('keeps the highest of several snapshots, not the last', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      const first = firstChange(turn, 'one');
      const second = nextChange({ ...turn, turnId: 't-2' }, first.conversation, 'two');
      await harness().lose(fence.partition);
      const restored = await harness().store.restore(
        fence.partition,
        9,
        of(
          {
            conversation: first.conversation,
            generation: 2,
            epoch: 5,
            ...none,
            unpublished: new Map([['t-1', first.reply]]),
          },
          {
            conversation: second.conversation,
            generation: 2,
            epoch: 4,
            ...none,
            unpublished: new Map([['t-2', second.reply]]),
          },
          { conversation: second.conversation, generation: 2, epoch: 6, ...none },
          {
            conversation: first.conversation,
            generation: 2,
            epoch: 9,
            ...none,
            unpublished: new Map([['t-1', first.reply]]),
          },
          { conversation: nextChange(turn, second.conversation, 'x').conversation, generation: 1, epoch: 9, ...none },
        ),
        atStart,
      );
      const begun = await harness().store.begin({ conversationId, turnId: 't-9' }, restored, 'a');
      expect(begun).toMatchObject({ kind: 'fresh', conversation: second.conversation });
      const answered = await harness().store.begin({ conversationId, turnId: 't-2' }, restored, 'a');
      expect(answered.kind === 'answered' && snapshotSchema.parse(JSON.parse(answered.snapshot)).unpublished).toEqual(
        [],
      );
    });

    it('takes hundreds of ledger entries of one conversation', async () => {
      const { turn, fence } = await newScene(harness());
      const ids = Array.from({ length: 250 }, (_, i) => `t-${i + 1}`);
      const published = new Map(ids.map((turnId) => [turnId, firstChange({ ...turn, turnId }).reply]));
      await harness().lose(fence.partition);
      const { conversation } = firstChange(turn);
      const restored = await harness().store.restore(
        fence.partition,
        2,
        of({ conversation, generation: 1, epoch: 1, ...none, published }),
        atStart,
      );
      for (const turnId of ids) {
        const begun = await harness().store.begin({ ...turn, turnId }, restored, 'a');
        expect(begun).toMatchObject({ kind: 'answered', reply: published.get(turnId), published: true });
      }
    });

    it('does not restore what is not lost', async () => {
      const { fence } = await newScene(harness());
      expect(await refusedAs('fenced', harness().store.restore(fence.partition, 5, nothingToRestore(), atStart))).toBe(
        true,
      );
      expect((await claimOrRestore(harness().store, fence.partition)).generation).toBe(fence.generation);
    });

    it.each([
      [
        'another worker starts to restore',
        async (partition: number) => void (await harness().store.restore(partition, 4, nothingToRestore(), atStart)),
      ],
      ['the store is flushed', (partition: number) => harness().lose(partition)],
    ])('ends with `fenced` when %s meanwhile', async (_, disturb) => {
      const { turn, fence } = await newScene(harness());
      await harness().lose(fence.partition);
      const { conversation } = firstChange(turn);
      async function* disturbed(): AsyncGenerator<RestoredConversation> {
        yield { conversation, generation: 1, epoch: 1, ...none };
        await disturb(fence.partition);
        yield { conversation, generation: 1, epoch: 2, ...none };
      }
      expect(await refusedAs('fenced', harness().store.restore(fence.partition, 3, disturbed(), atStart))).toBe(true);
      const { generation } = await claimOrRestore(harness().store, fence.partition, 4);
      expect(generation).toBe(4);
    });
  });
}
