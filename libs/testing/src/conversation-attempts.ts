import { describe, expect, it } from '@jest/globals';
import { emptyConversation, snapshotSchema } from '@turnfleet/contract/schemas';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { firstChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, newScene } from './conversation-harness.ts';

/** What a turn finds that begins: its attempts, the conversation, its reply. */
export function attemptsContract(harness: () => ConversationHarness): void {
  describe('beginning a turn', () => {
    it('counts the first attempt in an empty conversation', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      expect(await harness().store.begin(turn, fence, 'a')).toEqual({
        kind: 'fresh',
        conversation: emptyConversation(conversationId),
        attempt: 1,
        abandoned: 0,
        cancelled: false,
        spent: [],
      });
    });

    it('counts an attempt once, however often its begin is repeated, also after the same worker claimed again', async () => {
      const { turn, fence } = await newScene(harness());
      const first = await harness().store.begin(turn, fence, 'a');
      expect(await harness().store.begin(turn, fence, 'a')).toEqual(first);
      const next = await claimOrRestore(harness().store, fence.partition);
      expect(await harness().store.begin(turn, next, 'a')).toEqual(first);
    });

    it('counts an attempt that was never released as abandoned', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().store.begin(turn, fence, 'a');
      const next = await claimOrRestore(harness().store, fence.partition);
      expect(await harness().store.begin(turn, next, 'b')).toMatchObject({ attempt: 2, abandoned: 1 });
      expect(await harness().store.begin(turn, next, 'c')).toMatchObject({ attempt: 3, abandoned: 2 });
    });

    it('does not hold a released attempt against the turn, however often the release is repeated', async () => {
      const { turn, fence } = await newScene(harness());
      await harness().store.begin(turn, fence, 'a');
      await harness().store.release(turn, fence, 'a');
      await harness().store.release(turn, fence, 'a');
      expect(await harness().store.begin(turn, fence, 'b')).toMatchObject({ attempt: 2, abandoned: 0 });
      await harness().store.release(turn, fence, 'a');
      expect(await harness().store.begin(turn, fence, 'c')).toMatchObject({ attempt: 3, abandoned: 1 });
    });

    it('takes an attempt back that was given away, although the next owner has claimed by then', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      await store.begin(turn, fence, 'a');
      const next = await claimOrRestore(store, fence.partition);
      await store.release(turn, fence, 'a');
      expect(await store.begin(turn, next, 'b')).toMatchObject({ attempt: 2, abandoned: 0 });
    });

    it('takes an attempt back that is given away when the next owner has begun, and leaves that one’s alone', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      await store.begin(turn, fence, 'a');
      const next = await claimOrRestore(store, fence.partition);
      await store.begin(turn, next, 'b');
      await expect(store.release(turn, fence, 'a')).rejects.toMatchObject({ kind: 'fenced' });
      expect(await store.begin(turn, next, 'c')).toMatchObject({ attempt: 3, abandoned: 1 });
      await expect(store.release(turn, fence, 'a')).rejects.toMatchObject({ kind: 'fenced' });
      expect(await store.begin(turn, next, 'd')).toMatchObject({ attempt: 4, abandoned: 2 });
    });

    it('holds no attempt against a turn that goes on after others had begun', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      await store.begin(turn, fence, 'a');
      await store.begin(turn, fence, 'b');
      expect(await store.begin(turn, fence, 'a')).toMatchObject({ attempt: 3, abandoned: 1 });
      await store.release(turn, fence, 'a');
      expect(await store.begin(turn, fence, 'c')).toMatchObject({ attempt: 4, abandoned: 1 });
    });

    it('does not count the attempt at a suspect, however often it is told', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      const suspicion = { from: 1, below: 2 };
      expect(await store.begin(turn, fence, 'a', suspicion)).toMatchObject({ kind: 'fresh', abandoned: 0 });
      for (const run of ['b', 'b', 'c'])
        expect(await store.begin(turn, fence, run, suspicion)).toEqual({ kind: 'suspect' });
      expect(await store.begin(turn, fence, 'd')).toMatchObject({ kind: 'fresh', attempt: 2, abandoned: 1 });
    });

    it('takes the attempt of a suspect back that was counted while it ran alone', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      const suspicion = { from: 1, below: Number.POSITIVE_INFINITY };
      await store.begin(turn, fence, 'a');
      await store.begin(turn, fence, 'b');
      expect(await store.begin(turn, fence, 'b', suspicion)).toEqual({ kind: 'suspect' });
      expect(await store.begin(turn, fence, 'c', suspicion)).toEqual({ kind: 'suspect' });
      expect(await store.begin(turn, fence, 'd')).toMatchObject({ kind: 'fresh', abandoned: 1 });
    });

    it('judges a turn with all its marks, and tells the reply of one that was answered, whoever is suspected', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      for (const run of ['a', 'b', 'c']) await store.begin(turn, fence, run);
      expect(await store.begin(turn, fence, 'd', { from: 1, below: 3 })).toMatchObject({ kind: 'fresh', abandoned: 3 });
      await store.commit(firstChange(turn), fence);
      expect(await store.begin(turn, fence, 'e', { from: 0, below: 9 })).toMatchObject({ kind: 'answered' });
    });

    it('finds the conversation as the last commit left it', async () => {
      const { turn, fence } = await newScene(harness());
      const change = firstChange(turn);
      await answerTurn(harness(), change, fence);
      const begun = await harness().store.begin({ ...turn, turnId: 't-2' }, fence, 'a');
      expect(begun).toMatchObject({ kind: 'fresh', conversation: change.conversation });
    });

    it('finds the reply, byte for byte, with a snapshot under its own fence', async () => {
      const { turn, fence } = await newScene(harness());
      const change = firstChange(turn, '有货 👩‍👩‍👧 "quoted" \\ \u2028 \u0007 / é');
      await harness().store.commit(change, fence);
      const next = await claimOrRestore(harness().store, fence.partition);
      const begun = await harness().store.begin(turn, next, 'b');
      expect(begun).toMatchObject({ kind: 'answered', reply: change.reply, published: false, settled: false });
      expect(begun.kind === 'answered' && snapshotSchema.parse(JSON.parse(begun.snapshot))).toEqual({
        generation: next.generation,
        epoch: next.epoch,
        conversation: change.conversation,
        unpublished: [{ turnId: turn.turnId, reply: change.reply }],
      });
    });
  });
}
