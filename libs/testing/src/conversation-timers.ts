import { afterAll, describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import type { ArmedTimer } from '@turnfleet/contract/schemas';
import type { Fence } from '@turnfleet/conversation';
import { atStart, claimOrRestore } from '@turnfleet/conversation/testing';
import { firstChange, nextChange, type SingleChange } from './conversation-changes.ts';
import { answerTurn, type ConversationHarness, newScene, none, of, refusedAs } from './conversation-harness.ts';

const most = 10_000;
const leaseMs = 60_000;

const timerAt = (at: number, kind: ArmedTimer['kind'] = 'query'): ArmedTimer => ({
  ...{ kind, dueAt: new Date(at).toISOString(), since: new Date(0).toISOString() },
});

/** Timers: armed by the commit, claimed by the owner when they are due, and as durable as the conversation. */
export function timersContract(harness: () => ConversationHarness): void {
  describe('the timer of a conversation', () => {
    // Others count from nought.
    afterAll(async () => {
      for (let partition = 0; partition < harness().partitions; partition++) await harness().lose(partition);
    });

    const armed = (change: SingleChange, timer: ArmedTimer | undefined): SingleChange => ({
      ...change,
      conversation: { ...change.conversation, ...(timer && { timer }) },
    });
    const claimedIn = async (fence: Fence, id: string, lease = leaseMs) =>
      (await harness().store.claimTimers(fence, most, lease)).filter(({ conversationId }) => conversationId === id);

    it('is given to the owner when it is due, once for as long as it is claimed', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const due = (await harness().store.now()) - 1_000;
      await answerTurn(harness(), armed(firstChange(turn), timerAt(due, 'transaction')), fence);
      expect(await claimedIn(fence, conversationId, 0)).toEqual([{ conversationId, kind: 'transaction', dueAt: due }]);
      expect(await claimedIn(fence, conversationId)).toHaveLength(1);
      expect(await claimedIn(fence, conversationId)).toEqual([]);
    });

    it('is not given before it is due', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const due = (await harness().store.now()) + 60_000;
      await answerTurn(harness(), armed(firstChange(turn), timerAt(due)), fence);
      expect(await claimedIn(fence, conversationId)).toEqual([]);
    });

    it('is another one, or none, after the next commit, also while it is claimed', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const { store } = harness();
      const first = armed(firstChange(turn), timerAt(1_000));
      await answerTurn(harness(), first, fence);
      await claimedIn(fence, conversationId);
      const plain = firstChange(turn).conversation;
      const second = armed(nextChange({ ...turn, turnId: 't-2' }, plain, 'two'), timerAt(2_000, 'inactive'));
      await store.commit(second, fence);
      expect(await claimedIn(fence, conversationId)).toEqual([{ conversationId, kind: 'inactive', dueAt: 2_000 }]);
      const untimed = nextChange({ ...turn, turnId: 't-2' }, plain, 'two').conversation;
      await store.commit(nextChange({ ...turn, turnId: 't-3' }, untimed, 'three'), fence);
      expect(await claimedIn(fence, conversationId, 0)).toEqual([]);
    });

    it('is not armed by a commit that conflicts', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      await answerTurn(harness(), firstChange(turn), fence);
      const stale = armed(firstChange({ ...turn, turnId: 't-2' }), timerAt(1_000));
      expect(await harness().store.commit(stale, fence)).toEqual({ kind: 'conflict' });
      expect(await claimedIn(fence, conversationId)).toEqual([]);
    });

    it('comes in the order in which they are due, as many as are asked for', async () => {
      const { fence, turn } = await newScene(harness());
      const { partitions, store } = harness();
      const neighbours = Array.from({ length: 100 * partitions }, (_, i) => `${turn.conversationId}-${i}`)
        .filter((id) => homePartition(id, partitions) === fence.partition)
        .slice(0, 3);
      for (const [i, conversationId] of neighbours.entries())
        await answerTurn(harness(), armed(firstChange({ ...turn, conversationId }), timerAt(30 - 10 * i)), fence);
      const claimed = [
        ...(await store.claimTimers(fence, 2, leaseMs)),
        ...(await store.claimTimers(fence, 2, leaseMs)),
      ];
      expect(claimed.map(({ dueAt }) => dueAt)).toEqual([10, 20, 30]);
    });

    it('is for the owner alone', async () => {
      const { fence } = await newScene(harness());
      await claimOrRestore(harness().store, fence.partition);
      expect(await refusedAs('fenced', harness().store.claimTimers(fence, most, leaseMs))).toBe(true);
    });

    it('is rebuilt from the snapshots after a loss, and gone with a conversation that is forgotten', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const { store } = harness();
      await harness().lose(fence.partition);
      const { conversation } = armed(firstChange(turn), timerAt(1_000));
      const found = { conversation, generation: 1, epoch: 1, ...none };
      const fresh = await store.restore(fence.partition, fence.generation + 1, of(found), atStart);
      expect(await claimedIn(fresh, conversationId, 0)).toEqual([{ conversationId, kind: 'query', dueAt: 1_000 }]);
      const later = armed(nextChange({ ...turn, turnId: 't-2' }, conversation, 'two'), timerAt(2_000)).conversation;
      await store.catchUp(fresh, of({ ...found, conversation: later }), atStart);
      expect(await claimedIn(fresh, conversationId, 0)).toEqual([{ conversationId, kind: 'query', dueAt: 2_000 }]);
      await store.expire(fresh, conversationId, 2);
      expect(await claimedIn(fresh, conversationId)).toEqual([]);
    });

    it('goes back with the store', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const { store } = harness();
      await answerTurn(harness(), armed(firstChange(turn), timerAt(1_000)), fence);
      const putBack = await harness().keep(fence.partition);
      const plain = firstChange(turn).conversation;
      await store.commit(nextChange({ ...turn, turnId: 't-2' }, plain, 'two'), fence);
      await putBack('after a failover');
      const next = await claimOrRestore(store, fence.partition);
      expect(await claimedIn(next, conversationId)).toHaveLength(1);
    });
  });
}
