import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isTerminal } from '@turnfleet/contract';
import { journalLimit, type TurnProgress } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import fc from 'fast-check';
import {
  accepted,
  answerTurn,
  type ConversationHarness,
  delta,
  endOf,
  entriesAfter,
  firstChange,
  newScene,
  nextChange,
} from './conversation-harness.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** What every `Journal` must do. */
export function journalContract(name: string, makeHarness: () => Promise<ConversationHarness>): void {
  describe(`${name} as a Journal`, () => {
    let harness: ConversationHarness;
    beforeAll(async () => {
      harness = await makeHarness();
    });
    afterAll(() => harness.stop());

    const deltas = (turnId: string, from: number, to: number): TurnProgress[] =>
      Array.from({ length: to - from + 1 }, (_, i) => delta(turnId, `#${from + i} `));

    /** Texts of the deltas held, in order. */
    async function texts(conversationId: string): Promise<string> {
      const entries = await entriesAfter(harness.journal, conversationId);
      return entries.map(({ event }) => (event.type === 'reply.delta' ? event.text : `${event.type} `)).join('');
    }

    describe('accepting', () => {
      it('appends once, from whichever side it comes first', async () => {
        const { conversationId } = await newScene(harness);
        const sides = [1, 2].map(() => harness.journal.accept(conversationId, accepted('t-1'), traceparent));
        await Promise.all(sides);
        const entries = await entriesAfter(harness.journal, conversationId);
        expect(entries.map(({ event }) => event)).toEqual([accepted('t-1')]);
      });

      it('leaves a turn alone that has ended', async () => {
        const { turn, conversationId, fence } = await newScene(harness);
        const change = firstChange(turn);
        await answerTurn(harness, change, fence);
        await harness.journal.accept(conversationId, accepted('t-1'), traceparent);
        expect((await entriesAfter(harness.journal, conversationId)).map(({ event }) => event)).toEqual([
          endOf(change),
        ]);
        expect((await harness.desk.view(conversationId))?.running).toEqual([]);
      });

      it('puts its trace context on all events of the turn', async () => {
        const { turn, conversationId, fence } = await newScene(harness);
        await harness.journal.accept(conversationId, accepted('t-1'), traceparent);
        await harness.journal.append(conversationId, deltas('t-1', 1, 1), 1, { fence, attempt: 1 });
        await answerTurn(harness, firstChange(turn), fence);
        const entries = await entriesAfter(harness.journal, conversationId);
        expect(entries.map((entry) => entry.traceparent)).toEqual([traceparent, traceparent, traceparent]);
      });
    });

    describe('appending', () => {
      it('leaves out what this attempt appended before', async () => {
        const { conversationId, fence } = await newScene(harness);
        const writer = { fence, attempt: 1 };
        await harness.journal.append(conversationId, deltas('t-1', 1, 3), 1, writer);
        await harness.journal.append(conversationId, deltas('t-1', 1, 3), 1, writer);
        await harness.journal.append(conversationId, deltas('t-1', 2, 5), 2, writer);
        await harness.journal.append(conversationId, [], 6, writer);
        expect(await texts(conversationId)).toBe('#1 #2 #3 #4 #5 ');
      });

      it('lets a later attempt start afresh with a reset, and leaves out the earlier one from then on', async () => {
        const { conversationId, fence } = await newScene(harness);
        await harness.journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
        const next = await claimOrRestore(harness.store, fence.partition);
        const reset: TurnProgress = { type: 'reply.reset', turnId: 't-1', reason: 'another worker' };
        await harness.journal.append(conversationId, [reset, ...deltas('t-1', 7, 7)], 1, { fence: next, attempt: 2 });
        await harness.journal.append(conversationId, deltas('t-1', 3, 4), 3, { fence: next, attempt: 1 });
        expect(await texts(conversationId)).toBe('#1 #2 reply.reset #7 ');
      });

      it('goes on with the same attempt under a newer fence', async () => {
        const { conversationId, fence } = await newScene(harness);
        await harness.journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
        const next = await claimOrRestore(harness.store, fence.partition);
        await harness.journal.append(conversationId, deltas('t-1', 2, 3), 2, { fence: next, attempt: 1 });
        expect(await texts(conversationId)).toBe('#1 #2 #3 ');
      });

      it('adds nothing after the turn has ended, whatever the attempt', async () => {
        const { turn, conversationId, fence } = await newScene(harness);
        await harness.journal.append(conversationId, deltas('t-1', 1, 1), 1, { fence, attempt: 1 });
        await answerTurn(harness, firstChange(turn), fence);
        for (const attempt of [1, 2]) {
          await harness.journal.append(conversationId, deltas('t-1', 2, 2), 2, { fence, attempt });
        }
        const entries = await entriesAfter(harness.journal, conversationId);
        expect(entries.map(({ event }) => isTerminal(event))).toEqual([false, true]);
      });

      it('keeps the turns of a conversation apart', async () => {
        const { turn, conversationId, fence } = await newScene(harness);
        await answerTurn(harness, firstChange(turn), fence);
        await harness.journal.append(conversationId, deltas('t-2', 1, 2), 1, { fence, attempt: 1 });
        expect(await texts(conversationId)).toBe('reply.completed #1 #2 ');
      });
    });

    describe('reading', () => {
      it('numbers entries without gaps under the generation', async () => {
        const { conversationId, fence } = await newScene(harness);
        await harness.journal.accept(conversationId, accepted('t-1'), '');
        await harness.journal.append(conversationId, deltas('t-1', 1, 10), 1, { fence, attempt: 1 });
        const entries = await entriesAfter(harness.journal, conversationId);
        expect(entries.map(({ id }) => id)).toEqual(entries.map((_, i) => `${fence.generation}-${i + 1}`));
      });

      it('finds nothing in a conversation nobody wrote in', async () => {
        const { conversationId, fence } = await newScene(harness);
        const end = `${fence.generation}-0`;
        expect(await harness.journal.read(conversationId, null)).toEqual({ kind: 'entries', entries: [], end });
      });

      it('reads on from the end of an empty journal, which is a gap once the journal was lost', async () => {
        const { conversationId, fence } = await newScene(harness);
        const end = `${fence.generation}-0`;
        expect(await harness.journal.read(conversationId, end)).toEqual({ kind: 'entries', entries: [], end });
        await harness.journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
        expect(await entriesAfter(harness.journal, conversationId, end)).toHaveLength(2);
        const before = `${fence.generation - 1}-0`;
        expect(await harness.journal.read(conversationId, before)).toEqual({ kind: 'gap' });
      });

      it.each([
        ['of a later number', (generation: number) => `${generation}-6`],
        ['of an earlier generation', (generation: number) => `${generation - 1}-1`],
        ['of a later generation', (generation: number) => `${generation + 1}-1`],
        ['that is none', () => 'abc'],
        ['that is empty', () => ''],
        ['that is longer than any number', () => `${'9'.repeat(40)}-1`],
      ])('calls an id %s a gap', async (_, idFor) => {
        const { conversationId, fence } = await newScene(harness);
        await harness.journal.append(conversationId, deltas('t-1', 1, 5), 1, { fence, attempt: 1 });
        expect(await harness.journal.read(conversationId, idFor(fence.generation))).toEqual({ kind: 'gap' });
      });

      it('holds so many entries and no more, and calls what is gone a gap', async () => {
        const { conversationId, fence } = await newScene(harness);
        const total = journalLimit + 3;
        for (let from = 1; from <= total; from += 1_000) {
          const batch = deltas('t-1', from, Math.min(total, from + 999));
          await harness.journal.append(conversationId, batch, from, { fence, attempt: 1 });
        }
        expect(await entriesAfter(harness.journal, conversationId)).toHaveLength(journalLimit);
        expect(await harness.journal.read(conversationId, `${fence.generation}-2`)).toEqual({ kind: 'gap' });
        const rest = await entriesAfter(harness.journal, conversationId, `${fence.generation}-3`);
        expect(rest).toHaveLength(journalLimit);
      });

      it('calls what has expired a gap, but knows that a reader who saw everything missed nothing', async () => {
        const { conversationId, fence } = await newScene(harness);
        await harness.journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence, attempt: 1 });
        await harness.expireJournal(conversationId);
        const last = `${fence.generation}-3`;
        expect(await harness.journal.read(conversationId, `${fence.generation}-2`)).toEqual({ kind: 'gap' });
        expect(await harness.journal.read(conversationId, last)).toEqual({ kind: 'entries', entries: [], end: last });
        await harness.journal.append(conversationId, deltas('t-1', 4, 4), 4, { fence, attempt: 1 });
        expect(await entriesAfter(harness.journal, conversationId, last)).toMatchObject([
          { id: `${fence.generation}-4` },
        ]);
      });

      it('starts a new journal after a loss: older ids are a gap', async () => {
        const { conversationId, fence } = await newScene(harness);
        await harness.journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence, attempt: 1 });
        await harness.lose(fence.partition);
        const next = await claimOrRestore(harness.store, fence.partition, fence.generation + 1);
        await harness.journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence: next, attempt: 1 });
        expect(await harness.journal.read(conversationId, `${fence.generation}-1`)).toEqual({ kind: 'gap' });
        const ids = (await entriesAfter(harness.journal, conversationId)).map(({ id }) => id);
        expect(ids).toEqual([1, 2, 3].map((number) => `${next.generation}-${number}`));
      });

      it('resumes after any id without loss or repeat, whatever is appended in between', async () => {
        const batch = fc.record({ size: fc.integer({ min: 1, max: 4 }), repeats: fc.integer({ min: 0, max: 2 }) });
        const step = fc.oneof(batch, fc.constant('read' as const), fc.constant('end' as const));
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.nat(), async (steps, pick) => {
            const { conversationId, fence } = await newScene(harness);
            const { journal } = harness;
            const followed: string[] = [];
            const follow = async (): Promise<void> => {
              const page = await entriesAfter(journal, conversationId, followed.at(-1) ?? null);
              followed.push(...page.map(({ id }) => id));
            };
            let before = firstChange({ conversationId, turnId: 't-0' });
            await answerTurn(harness, before, fence);
            let number = 0;
            for (const [at, action] of steps.entries()) {
              const turnId = `t-${before.conversation.version}`;
              if (action === 'read') await follow();
              else if (action === 'end') {
                before = nextChange({ conversationId, turnId }, before.conversation, `end ${at}`);
                await answerTurn(harness, before, fence);
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

    describe('subscribing', () => {
      it('is woken by accept, append and end, until closed', async () => {
        const { turn, conversationId, fence } = await newScene(harness);
        let woken = Promise.withResolvers<void>();
        let count = 0;
        const watching = await harness.journal.subscribe(conversationId, () => {
          count++;
          woken.resolve();
        });
        const wakesOn = async (action: () => Promise<unknown>): Promise<void> => {
          woken = Promise.withResolvers<void>();
          await action();
          await woken.promise;
        };
        await wakesOn(() => harness.journal.accept(conversationId, accepted('t-1'), ''));
        await wakesOn(() => harness.journal.append(conversationId, deltas('t-1', 1, 1), 1, { fence, attempt: 1 }));
        await wakesOn(() => answerTurn(harness, firstChange(turn), fence));
        watching.close();
        watching.close();
        const counted = count;
        const other = await harness.journal.subscribe(conversationId, () => woken.resolve());
        await wakesOn(() => harness.journal.append(conversationId, deltas('t-2', 1, 1), 1, { fence, attempt: 1 }));
        other.close();
        expect(count).toBe(counted);
      });

      it('wakes every subscriber of the conversation and none of another', async () => {
        const [here, elsewhere] = [await newScene(harness), await newScene(harness)];
        const woken = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
        let strays = 0;
        const all = [
          await harness.journal.subscribe(elsewhere.conversationId, () => void strays++),
          ...(await Promise.all(woken.map(({ resolve }) => harness.journal.subscribe(here.conversationId, resolve)))),
        ];
        await harness.journal.accept(here.conversationId, accepted('t-1'), '');
        await Promise.all(woken.map(({ promise }) => promise));
        expect(strays).toBe(0);
        for (const watching of all) watching.close();
      });
    });
  });
}
