import { describe, expect, it } from '@jest/globals';
import { journalLimit } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import fc from 'fast-check';
import { accepted, deltas, firstChange, nextChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, entriesAfter, newScene } from './conversation-harness.ts';

/** What a reader finds after an id, and what is a gap. */
export function readingContract(harness: () => ConversationHarness): void {
  describe('reading', () => {
    it('numbers entries without gaps under the generation', async () => {
      const { conversationId, fence } = await newScene(harness());
      await harness().journal.accept(conversationId, accepted('t-1'), '');
      await harness().journal.append(conversationId, deltas('t-1', 1, 10), 1, { fence, attempt: 1 });
      const entries = await entriesAfter(harness().journal, conversationId);
      expect(entries.map(({ id }) => id)).toEqual(entries.map((_, i) => `${fence.generation}-${i + 1}`));
    });

    it('finds nothing in a conversation nobody wrote in', async () => {
      const { conversationId, fence } = await newScene(harness());
      const end = `${fence.generation}-0`;
      expect(await harness().journal.read(conversationId, null)).toEqual({ kind: 'entries', entries: [], end });
    });

    it('reads on from the end of an empty journal, which is a gap once the journal was lost', async () => {
      const { conversationId, fence } = await newScene(harness());
      const end = `${fence.generation}-0`;
      expect(await harness().journal.read(conversationId, end)).toEqual({ kind: 'entries', entries: [], end });
      await harness().journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
      expect(await entriesAfter(harness().journal, conversationId, end)).toHaveLength(2);
      const before = `${fence.generation - 1}-0`;
      expect(await harness().journal.read(conversationId, before)).toEqual({ kind: 'gap' });
    });

    it.each([
      ['of a later number', (generation: number) => `${generation}-6`],
      ['of an earlier generation', (generation: number) => `${generation - 1}-1`],
      ['of a later generation', (generation: number) => `${generation + 1}-1`],
      ['that is none', () => 'abc'],
      ['that is empty', () => ''],
      ['that is longer than any number', () => `${'9'.repeat(40)}-1`],
    ])('calls an id %s a gap', async (_, idFor) => {
      const { conversationId, fence } = await newScene(harness());
      await harness().journal.append(conversationId, deltas('t-1', 1, 5), 1, { fence, attempt: 1 });
      expect(await harness().journal.read(conversationId, idFor(fence.generation))).toEqual({ kind: 'gap' });
    });

    it('holds so many entries and no more, and calls what is gone a gap', async () => {
      const { conversationId, fence } = await newScene(harness());
      const total = journalLimit + 3;
      for (let from = 1; from <= total; from += 1_000) {
        const batch = deltas('t-1', from, Math.min(total, from + 999));
        await harness().journal.append(conversationId, batch, from, { fence, attempt: 1 });
      }
      expect(await entriesAfter(harness().journal, conversationId)).toHaveLength(journalLimit);
      expect(await harness().journal.read(conversationId, `${fence.generation}-2`)).toEqual({ kind: 'gap' });
      const rest = await entriesAfter(harness().journal, conversationId, `${fence.generation}-3`);
      expect(rest).toHaveLength(journalLimit);
    });

    it('calls what has expired a gap, but knows that a reader who saw everything missed nothing', async () => {
      const { conversationId, fence } = await newScene(harness());
      await harness().journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence, attempt: 1 });
      await harness().expireJournal(conversationId);
      const last = `${fence.generation}-3`;
      expect(await harness().journal.read(conversationId, `${fence.generation}-2`)).toEqual({ kind: 'gap' });
      expect(await harness().journal.read(conversationId, last)).toEqual({ kind: 'entries', entries: [], end: last });
      await harness().journal.append(conversationId, deltas('t-1', 4, 4), 4, { fence, attempt: 1 });
      expect(await entriesAfter(harness().journal, conversationId, last)).toMatchObject([
        { id: `${fence.generation}-4` },
      ]);
    });

    it('starts a new journal after a loss: older ids are a gap', async () => {
      const { conversationId, fence } = await newScene(harness());
      await harness().journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence, attempt: 1 });
      await harness().lose(fence.partition);
      const next = await claimOrRestore(harness().store, fence.partition, fence.generation + 1);
      await harness().journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence: next, attempt: 1 });
      expect(await harness().journal.read(conversationId, `${fence.generation}-1`)).toEqual({ kind: 'gap' });
      const ids = (await entriesAfter(harness().journal, conversationId)).map(({ id }) => id);
      expect(ids).toEqual([1, 2, 3].map((number) => `${next.generation}-${number}`));
    });

    it('resumes after any id without loss or repeat, whatever is appended in between', async () => {
      const batch = fc.record({ size: fc.integer({ min: 1, max: 4 }), repeats: fc.integer({ min: 0, max: 2 }) });
      const step = fc.oneof(batch, fc.constant('read' as const), fc.constant('end' as const));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.nat(), async (steps, pick) => {
          const { conversationId, fence } = await newScene(harness());
          const { journal } = harness();
          const followed: string[] = [];
          const follow = async (): Promise<void> => {
            const page = await entriesAfter(journal, conversationId, followed.at(-1) ?? null);
            followed.push(...page.map(({ id }) => id));
          };
          let before = firstChange({ conversationId, turnId: 't-0' });
          await answerTurn(harness(), before, fence);
          let number = 0;
          for (const [at, action] of steps.entries()) {
            const turnId = `t-${before.conversation.version}`;
            if (action === 'read') await follow();
            else if (action === 'end') {
              before = nextChange({ conversationId, turnId }, before.conversation, `end ${at}`);
              await answerTurn(harness(), before, fence);
              number = 0;
            } else {
              const events = deltas(turnId, number + 1, number + action.size);
              const writer = { fence, attempt: 1 };
              for (let i = 0; i <= action.repeats; i++)
                await journal.append(conversationId, events, number + 1, writer);
              number += action.size;
            }
          }
          await follow();
          const all = (await entriesAfter(journal, conversationId)).map(({ id }) => id);
          expect(followed).toEqual(all);
          const from = pick % all.length;
          const resumed = await entriesAfter(journal, conversationId, all[from] ?? null);
          expect(resumed.map(({ id }) => id)).toEqual(all.slice(from + 1));
        }),
        { numRuns: 30 },
      );
    });
  });
}
