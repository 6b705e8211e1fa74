import { describe, expect, it } from '@jest/globals';
import { snapshotSchema } from '@turnfleet/contract/schemas';
import { atStart } from '@turnfleet/conversation/testing';
import { endOf, firstChange, nextChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, newScene, refusedAs } from './conversation-harness.ts';

/** The order of effects of a turn that was begun: commit, confirm, settle. */
export function turnContract(harness: () => ConversationHarness): void {
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

    it('amends a conversation that is still at its version, and ends no turn by it', async () => {
      const { turn, fence } = await newScene(harness());
      const change = firstChange(turn);
      await harness().store.commit(change, fence);
      const amended = { ...change.conversation, state: 'transfer' as const };
      const amend = { ...change, basedOn: 1, conversation: amended, replies: [] };
      const first = await harness().store.commit(amend, fence);
      expect(first).toMatchObject({ kind: 'committed' });
      expect(await harness().store.commit(amend, fence)).toEqual(first);
      const second = { ...turn, turnId: 't-2' };
      expect(await harness().store.begin(second, fence, 'b')).toMatchObject({ kind: 'fresh', conversation: amended });

      await harness().store.commit(nextChange(second, amended, 'second'), fence);
      expect(await harness().store.commit(amend, fence)).toEqual({ kind: 'conflict' });
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
      expect(begun).toMatchObject({ kind: 'answered', published: true, settled: true });
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
