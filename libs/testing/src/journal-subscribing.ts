import { describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '@turnfleet/conversation';
import { accepted, deltas, firstChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, newScene } from './conversation-harness.ts';

/** Who is woken when a journal grows. */
export function subscribingContract(harness: () => ConversationHarness): void {
  describe('subscribing', () => {
    it('is woken by accept, append and end, until closed', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      let woken = Promise.withResolvers<void>();
      let count = 0;
      const watching = await harness().journal.subscribe(conversationId, () => {
        count++;
        woken.resolve();
      });
      const wakesOn = async (action: () => Promise<unknown>): Promise<void> => {
        woken = Promise.withResolvers<void>();
        await action();
        await woken.promise;
      };
      await wakesOn(() => harness().journal.accept(conversationId, accepted('t-1'), ''));
      await wakesOn(() => harness().journal.append(conversationId, deltas('t-1', 1, 1), 1, { fence, attempt: 1 }));
      await wakesOn(() => answerTurn(harness(), firstChange(turn), fence));
      watching.close();
      watching.close();
      const counted = count;
      const other = await harness().journal.subscribe(conversationId, () => woken.resolve());
      await wakesOn(() => harness().journal.append(conversationId, deltas('t-2', 1, 1), 1, { fence, attempt: 1 }));
      other.close();
      expect(count).toBe(counted);
    });

    it('brings what was appended, as it is read', async () => {
      const { turn, conversationId, fence } = await newScene(harness());
      const told: JournalEntry[] = [];
      let wakes = 0;
      let unknown = 0;
      const watching = await harness().journal.subscribe(conversationId, (appended) => {
        wakes++;
        if (appended) told.push(...appended);
        else unknown++;
      });
      const { journal } = harness();
      await journal.accept(conversationId, accepted('t-1'), '00-1234567890abcdef1234567890abcdef-1234567890abcdef-01');
      await journal.append(conversationId, deltas('t-1', 1, 2), 1, { fence, attempt: 1 });
      await journal.append(conversationId, deltas('t-1', 1, 3), 1, { fence, attempt: 1 });
      await answerTurn(harness(), firstChange(turn), fence);
      const page = await journal.read(conversationId, null);
      if (page.kind !== 'entries') throw new Error('A journal that was just written has no gap.');
      while (wakes < 4) await new Promise((resolve) => setImmediate(resolve));
      expect(unknown).toBe(0);
      expect(told).toEqual(page.entries);
      expect(told.map(({ id }) => Number(id.split('-')[1]))).toEqual(told.map((_, i) => i + 1));
      watching.close();
    });

    it('wakes every subscriber of the conversation and none of another', async () => {
      const [here, elsewhere] = [await newScene(harness()), await newScene(harness())];
      const woken = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      let strays = 0;
      const all = [
        await harness().journal.subscribe(elsewhere.conversationId, () => void strays++),
        ...(await Promise.all(
          woken.map(({ resolve }) => harness().journal.subscribe(here.conversationId, () => resolve())),
        )),
      ];
      await harness().journal.accept(here.conversationId, accepted('t-1'), '');
      await Promise.all(woken.map(({ promise }) => promise));
      expect(strays).toBe(0);
      for (const watching of all) watching.close();
    });
  });
}
