import { describe, expect, it } from '@jest/globals';
import { ledgerTtlMs } from '@turnfleet/conversation';
import { claimOrRestore, replyTo } from '@turnfleet/conversation/testing';
import { ManualClock } from '@turnfleet/core/testing';
import { type ConversationHarness, conversationStoreContract, journalContract } from '@turnfleet/testing';
import { memoryServer } from './memory-server.ts';
import { createMemoryState } from './memory-state.ts';

const journalTtlMs = 3_600_000;

async function harness(): Promise<ConversationHarness> {
  const clock = new ManualClock();
  const server = memoryServer({ clock, partitions: 4, journalTtlMs });
  return {
    ...server.connect(),
    partitions: 4,
    connect: async (partitions) => server.connect(partitions),
    // The other partitions have nothing that the specs go back to.
    lose: async () => server.flush(),
    keep: async () => {
      const copy = server.copy();
      return async (how) => (how === 'quietly' ? server.rollBackQuietly(copy) : server.rollBackTo(copy));
    },
    expireJournal: () => clock.advance(journalTtlMs),
    stop: async () => {},
  };
}

conversationStoreContract('Memory', harness);
journalContract('Memory', harness);

describe('memory as time goes by', () => {
  const turn = { conversationId: 'c-1', turnId: 't-1' };

  it('forgets reservations and attempts with the ledger', async () => {
    const clock = new ManualClock();
    const { gateway } = createMemoryState({ clock, partitions: 1, journalTtlMs });
    await gateway.reserve(turn, 'hash');
    await clock.advance(ledgerTtlMs - 1);
    expect(await gateway.reserve(turn, 'other')).toEqual({ kind: 'conflict' });
    await clock.advance(ledgerTtlMs);
    expect(await gateway.reserve(turn, 'other')).toEqual({ kind: 'reserved' });
  });

  it('holds no more than what has not expired', async () => {
    const clock = new ManualClock();
    const server = memoryServer({ clock, partitions: 1, journalTtlMs });
    const { store, journal } = server.connect();
    const fence = await claimOrRestore(store, 0);
    for (let i = 0; i < 100; i++) {
      const ref = { conversationId: `c-${i}`, turnId: 't-1' };
      await store.begin(ref, fence, 'a');
      const delta = { type: 'reply.delta', turnId: 't-1', text: 'x' } as const;
      await journal.append(ref.conversationId, [delta], 1, { fence, attempt: 1 });
      await clock.advance(journalTtlMs / 10);
    }
    expect(server.copy().journals.size).toBeLessThanOrEqual(10);
    await clock.advance(ledgerTtlMs);
    expect(server.copy().turns.size).toBe(0);
  });

  it('shares no object with its callers', async () => {
    const { store } = createMemoryState({ clock: new ManualClock(), partitions: 1, journalTtlMs });
    const fence = await claimOrRestore(store, 0);
    const conversation = {
      conversationId: 'c-1',
      version: 1,
      state: 'greeting' as const,
      held: null,
      results: [],
      turns: [],
    };
    const replies = [{ turnId: 't-1', reply: JSON.stringify(replyTo('c-1', 't-1', 1)) }];
    await store.commit({ conversationId: 'c-1', basedOn: 0, conversation, replies }, fence);
    conversation.version = 9;
    expect(await store.begin({ ...turn, turnId: 't-2' }, fence, 'a')).toMatchObject({ conversation: { version: 1 } });
  });
});
