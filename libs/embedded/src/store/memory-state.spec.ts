import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract';
import { ledgerTtlMs } from '@turnfleet/conversation';
import { claimOrRestore, nothingToRestore, replyTo } from '@turnfleet/conversation/testing';
import { ManualClock } from '@turnfleet/core/testing';
import { type ConversationHarness, conversationStoreContract, journalContract } from '@turnfleet/testing';
import { createMemory } from './memory.ts';
import { createMemoryState, portsOf } from './memory-state.ts';

const journalTtlMs = 3_600_000;

async function harness(): Promise<ConversationHarness> {
  const clock = new ManualClock();
  const memory = createMemory({ clock, partitions: 4, journalTtlMs });
  return {
    ...portsOf(memory),
    partitions: 4,
    // Everything that a flush takes; the other partitions have nothing that the specs go back to.
    lose: async (partition) => {
      memory.metas.delete(partition);
      memory.restores.delete(partition);
      for (const id of memory.conversations.keys()) {
        if (homePartition(id, 4) !== partition) continue;
        memory.conversations.delete(id);
        memory.journals.delete(id);
      }
      for (const key of [...memory.turns.keys()]) {
        if (homePartition(key.split('/')[0] ?? '', 4) === partition) memory.turns.delete(key);
      }
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
    const { desk } = createMemoryState({ clock, partitions: 1, journalTtlMs });
    await desk.reserve(turn, 'hash');
    await clock.advance(ledgerTtlMs - 1);
    expect(await desk.reserve(turn, 'other')).toEqual({ kind: 'conflict' });
    await clock.advance(ledgerTtlMs);
    expect(await desk.reserve(turn, 'other')).toEqual({ kind: 'reserved' });
  });

  it('holds no more than what has not expired', async () => {
    const clock = new ManualClock();
    const memory = createMemory({ clock, partitions: 1, journalTtlMs });
    const { store, journal } = portsOf(memory);
    const fence = await store.restore(0, 1, nothingToRestore());
    for (let i = 0; i < 100; i++) {
      const ref = { conversationId: `c-${i}`, turnId: 't-1' };
      await store.begin(ref, fence, 'a');
      const delta = { type: 'reply.delta', turnId: 't-1', text: 'x' } as const;
      await journal.append(ref.conversationId, [delta], 1, { fence, attempt: 1 });
      await clock.advance(journalTtlMs / 10);
    }
    expect(memory.journals.size).toBeLessThanOrEqual(10);
    await clock.advance(ledgerTtlMs);
    expect(memory.turns.size).toBe(0);
  });

  it('shares no object with its callers', async () => {
    const { store } = createMemoryState({ clock: new ManualClock(), partitions: 1, journalTtlMs });
    const fence = await claimOrRestore(store, 0);
    const reply = replyTo('c-1', 't-1', 1);
    const conversation = { conversationId: 'c-1', version: 1, state: 'greeting' as const, turns: [] };
    await store.commit({ ...turn, basedOn: 0, conversation, reply: JSON.stringify(reply) }, fence);
    conversation.version = 9;
    expect(await store.begin({ ...turn, turnId: 't-2' }, fence, 'a')).toMatchObject({ conversation: { version: 1 } });
  });
});
