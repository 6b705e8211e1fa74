import { describe, expect, it } from '@jest/globals';
import { isTerminal } from '@turnfleet/contract/http';
import type { Journal, TurnProgress } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { accepted, deltas, endOf, firstChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, entriesAfter, newScene } from './conversation-harness.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** What a journal takes, and what it leaves out. */
export function writingContract(harness: () => ConversationHarness): void {
  describe('accepting', () => {
    it('appends once, from whichever side it comes first', async () => {
      const { conversationId } = await newScene(harness());
      const sides = [1, 2].map(() => harness().journal.accept(conversationId, accepted('t-1'), traceparent));
      await Promise.all(sides);
      const entries = await entriesAfter(harness().journal, conversationId);
      expect(entries.map(({ event }) => event)).toEqual([accepted('t-1')]);
    });

    it('leaves a turn alone that has ended', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      const change = firstChange(turn);
      await answerTurn(harness(), change, fence);
      await harness().journal.accept(conversationId, accepted('t-1'), traceparent);
      expect((await entriesAfter(harness().journal, conversationId)).map(({ event }) => event)).toEqual([
        endOf(change),
      ]);
      expect((await harness().gateway.view(conversationId))?.running).toEqual([]);
    });

    it('puts its trace context on all events of the turn', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      await harness().journal.accept(conversationId, accepted('t-1'), traceparent);
      await harness().journal.append(conversationId, deltas('t-1', 1, 1), 1, { fence, attempt: 1 });
      await answerTurn(harness(), firstChange(turn), fence);
      const entries = await entriesAfter(harness().journal, conversationId);
      expect(entries.map((entry) => entry.traceparent)).toEqual([traceparent, traceparent, traceparent]);
    });
  });

  describe('appending', () => {
    it('leaves out what this attempt appended before', async () => {
      const { conversationId, fence } = await newScene(harness());
      const writer = { fence, attempt: 1 };
      await harness().journal.append(conversationId, deltas('t-1', 1, 3), 1, writer);
      await harness().journal.append(conversationId, deltas('t-1', 1, 3), 1, writer);
      await harness().journal.append(conversationId, deltas('t-1', 2, 5), 2, writer);
      await harness().journal.append(conversationId, [], 6, writer);
      expect(await textsIn(harness().journal, conversationId)).toBe('#1 #2 #3 #4 #5 ');
    });

    it('lets a later attempt start afresh with a reset, and leaves out the earlier one from then on', async () => {
      const { conversationId, fence } = await newScene(harness());
      await harness().journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
      const next = await claimOrRestore(harness().store, fence.partition);
      const reset: TurnProgress = { type: 'reply.reset', turnId: 't-1', reason: 'another worker' };
      await harness().journal.append(conversationId, [reset, ...deltas('t-1', 7, 7)], 1, { fence: next, attempt: 2 });
      await harness().journal.append(conversationId, deltas('t-1', 3, 4), 3, { fence: next, attempt: 1 });
      expect(await textsIn(harness().journal, conversationId)).toBe('#1 #2 reply.reset #7 ');
    });

    it('goes on with the same attempt under a newer fence', async () => {
      const { conversationId, fence } = await newScene(harness());
      await harness().journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
      const next = await claimOrRestore(harness().store, fence.partition);
      await harness().journal.append(conversationId, deltas('t-1', 2, 3), 2, { fence: next, attempt: 1 });
      expect(await textsIn(harness().journal, conversationId)).toBe('#1 #2 #3 ');
    });

    it('adds nothing after the turn has ended, whatever the attempt', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      await harness().journal.append(conversationId, deltas('t-1', 1, 1), 1, { fence, attempt: 1 });
      await answerTurn(harness(), firstChange(turn), fence);
      for (const attempt of [1, 2]) {
        await harness().journal.append(conversationId, deltas('t-1', 2, 2), 2, { fence, attempt });
      }
      const entries = await entriesAfter(harness().journal, conversationId);
      expect(entries.map(({ event }) => isTerminal(event))).toEqual([false, true]);
    });

    it('keeps the turns of a conversation apart', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      await answerTurn(harness(), firstChange(turn), fence);
      await harness().journal.append(conversationId, deltas('t-2', 1, 2), 1, { fence, attempt: 1 });
      expect(await textsIn(harness().journal, conversationId)).toBe('reply.completed #1 #2 ');
    });
  });
}

/** Texts of the deltas held, in order. */
async function textsIn(journal: Journal, conversationId: string): Promise<string> {
  const entries = await entriesAfter(journal, conversationId);
  return entries.map(({ event }) => (event.type === 'reply.delta' ? event.text : `${event.type} `)).join('');
}
