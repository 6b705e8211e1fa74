import { describe, expect, it } from '@jest/globals';
import { emptyConversation, snapshotSchema } from '@turnfleet/contract';
import { atStart, claimOrRestore } from '@turnfleet/conversation/testing';
import {
  answerTurn,
  type ConversationHarness,
  endOf,
  firstChange,
  newScene,
  nextChange,
  refusedAs,
  together,
} from './conversation-harness.ts';

/** The order of effects of one turn: begin, commit, confirm, settle. */
export function turnContract(harness: () => ConversationHarness): void {
  describe('beginning a turn', () => {
    it('counts the first attempt in an empty conversation', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      expect(await harness().store.begin(turn, fence, 'a')).toEqual({
        kind: 'fresh',
        conversation: emptyConversation(conversationId),
        attempt: 1,
        abandoned: 0,
        cancelled: false,
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
      expect(begun).toMatchObject({ kind: 'answered', reply: change.reply, published: false });
      expect(begun.kind === 'answered' && snapshotSchema.parse(JSON.parse(begun.snapshot))).toEqual({
        generation: next.generation,
        epoch: next.epoch,
        conversation: change.conversation,
        unpublished: [{ turnId: turn.turnId, reply: change.reply }],
      });
    });
  });

  describe('committing', () => {
    it('answers with the snapshot that carries the reply as not yet published', async () => {
      const { turn, fence } = await newScene(harness());
      const change = firstChange(turn);
      const committed = await harness().store.commit(change, fence);
      expect(committed.kind === 'committed' && snapshotSchema.parse(JSON.parse(committed.snapshot))).toEqual({
        generation: fence.generation,
        epoch: fence.epoch,
        conversation: change.conversation,
        unpublished: [{ turnId: turn.turnId, reply: change.reply }],
      });
    });

    it('is committed again when the answer was lost and the call is repeated', async () => {
      const { turn, fence } = await newScene(harness());
      const first = await harness().store.commit(firstChange(turn), fence);
      expect(await harness().store.commit(firstChange(turn), fence)).toEqual(first);
    });

    it('refuses a change decided on an older version', async () => {
      const { turn, fence } = await newScene(harness());
      const change = firstChange(turn);
      await harness().store.commit(change, fence);
      const late = firstChange({ ...turn, turnId: 't-2' });
      expect(await harness().store.commit(late, fence)).toEqual({ kind: 'conflict' });
      const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'second');
      expect(await harness().store.commit(next, fence)).toMatchObject({ kind: 'committed' });
    });

    it('lets the first of two outcomes win: an answer and a cancel at once', async () => {
      const { turn, fence } = await newScene(harness());
      const answer = firstChange(turn, 'answered');
      const cancel = firstChange(turn, '', { status: 'failed' });
      const outcomes = await Promise.all([answer, cancel].map((change) => harness().store.commit(change, fence)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['committed', 'conflict']);
      const winner = outcomes[0]?.kind === 'committed' ? answer : cancel;
      expect(await harness().store.begin(turn, fence, 'b')).toMatchObject({ kind: 'answered', reply: winner.reply });
      expect(await harness().store.commit(winner === answer ? cancel : answer, fence)).toEqual({ kind: 'conflict' });
    });

    it('lets exactly one of an old and a new owner commit the same turn', async () => {
      const { turn, fence: old } = await newScene(harness());
      await harness().store.begin(turn, old, 'old');
      const [claim, fromOld] = await Promise.allSettled([
        harness().store.claim(old.partition),
        harness().store.commit(firstChange(turn, 'by the old owner'), old),
      ]);
      const fence = claim.status === 'fulfilled' && claim.value.kind === 'claimed' ? claim.value.fence : old;
      const fromNew = await harness().store.commit(firstChange(turn, 'by the new owner'), fence);
      const oldCommitted = fromOld.status === 'fulfilled' && fromOld.value.kind === 'committed';
      expect(oldCommitted).not.toBe(fromNew.kind === 'committed');
    });
  });

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
      expect((await harness().desk.view(turn.conversationId))?.conversation).toMatchObject({
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
      return { ...scene, group, change: together(group) };
    }
  });

  describe('confirming', () => {
    it('knows this very reply and no other', async () => {
      const { turn, fence } = await newScene(harness());
      const change = firstChange(turn);
      expect(await harness().store.confirm(turn, change.reply, fence)).toBe(false);
      await harness().store.commit(change, fence);
      expect(await harness().store.confirm(turn, change.reply, fence)).toBe(true);
      expect(await harness().store.confirm(turn, firstChange(turn, 'other').reply, fence)).toBe(false);
    });
  });

  describe('settling', () => {
    it('marks the reply published and takes it out of the snapshot', async () => {
      const { turn, fence } = await newScene(harness());
      await answerTurn(harness(), firstChange(turn), fence);
      const begun = await harness().store.begin(turn, fence, 'b');
      expect(begun).toMatchObject({ kind: 'answered', published: true });
      expect(begun.kind === 'answered' && snapshotSchema.parse(JSON.parse(begun.snapshot)).unpublished).toEqual([]);
    });

    it('ends the turn in the journal once, however often it is repeated', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      const change = firstChange(turn);
      await answerTurn(harness(), change, fence);
      await harness().store.settle(turn, endOf(change), fence, atStart);
      const page = await harness().journal.read(conversationId, null);
      expect(page.kind === 'entries' && page.entries.map(({ event }) => event)).toEqual([endOf(change)]);
    });

    it('is fenced when the ledger has no reply to the turn', async () => {
      const { turn, fence } = await newScene(harness());
      expect(await refusedAs('fenced', harness().store.settle(turn, endOf(firstChange(turn)), fence, atStart))).toBe(
        true,
      );
    });
  });
}
