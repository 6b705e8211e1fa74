import { afterAll, beforeAll, describe } from '@jest/globals';
import type { ConversationHarness } from './conversation-harness.ts';
import { readingContract } from './journal-reading.ts';
import { subscribingContract } from './journal-subscribing.ts';
import { writingContract } from './journal-writing.ts';

/** What every `Journal` must do. */
export function journalContract(name: string, makeHarness: () => Promise<ConversationHarness>): void {
  describe(`${name} as a Journal`, () => {
    let made: ConversationHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    const harness = (): ConversationHarness => made;
    writingContract(harness);
    readingContract(harness);
    subscribingContract(harness);
  });
}
