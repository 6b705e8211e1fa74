import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { emptyConversation } from '@turnfleet/contract/schemas';
import { atStart } from '@turnfleet/conversation/testing';
import { accepted, delta, firstChange, nextChange } from './conversation-changes.ts';
import {
  anIdleConversation,
  answerTurn,
  type ConversationHarness,
  claimed,
  newScene,
  none,
  of,
} from './conversation-harness.ts';

/** What a tombstone in the log does to the store. */
export function tombstoneContract(harness: () => ConversationHarness): void {
  describe('a tombstone in the log', () => {
    const tombstone = (conversation: ReturnType<typeof firstChange>['conversation']) => ({
      ...none,
      conversation: { ...conversation, turns: [] },
      ended: true,
    });

    it('has a catch-up forget what ranks no higher, and a restore leave it out', async () => {
      const { fence, conversationId, change } = await anIdleConversation(harness());
      const { store, gateway } = harness();
      const { generation, epoch } = fence;
      await store.catchUp(fence, of({ ...tombstone(change.conversation), generation, epoch }), atStart);
      expect(await gateway.view(conversationId)).toBeNull();
      const begun = await store.begin({ conversationId, turnId: 't-2' }, fence, 'run');
      if (begun.kind !== 'fresh') throw new Error('The turn is answered.');
      expect(begun.conversation.version).toBeGreaterThanOrEqual(1);
      await harness().lose(fence.partition);
      const found = of({ ...tombstone(change.conversation), generation, epoch });
      await store.restore(fence.partition, generation + 1, found, atStart);
      expect(await gateway.view(conversationId)).toBeNull();
    });

    it.each(['generation', 'version', 'epoch'] as const)('of a lower %s ends nothing', async (what) => {
      const { fence, conversationId, change } = await anIdleConversation(harness());
      const { store, gateway } = harness();
      const rank = { generation: fence.generation, version: 1, epoch: fence.epoch };
      const { version, ...lower } = { ...rank, [what]: rank[what] - 1 };
      await store.catchUp(fence, of({ ...tombstone({ ...change.conversation, version }), ...lower }), atStart);
      expect((await gateway.view(conversationId))?.conversation).toEqual(change.conversation);
    });

    it('takes with it a reply that the store took for not published, until the log has it', async () => {
      const { fence, turn, conversationId } = await newScene(harness());
      const { store, gateway, audit } = harness();
      const change = firstChange(turn);
      await store.commit(change, fence);
      const { generation, epoch } = fence;
      const published = new Map([['t-1', change.reply]]);
      const ended = { ...tombstone(change.conversation), generation, epoch };
      await store.catchUp(
        fence,
        of(ended, { ...none, conversation: emptyConversation(conversationId), generation: 0, epoch: 0, published }),
        atStart,
      );
      expect(await gateway.view(conversationId)).toBeNull();
      expect(await gateway.reply(turn)).toBe(change.reply);
      expect((await audit.partition(fence.partition))?.unpublished).not.toContainEqual(turn);
      expect(await store.idle(fence, Number.MAX_SAFE_INTEGER, 10_000)).not.toContain(conversationId);
    });

    it('read again ends nothing of what has begun since, in the store or in the journal', async () => {
      const { fence, turn, conversationId, change } = await anIdleConversation(harness());
      const { store, gateway, journal } = harness();
      const { generation, epoch } = fence;
      const again = () => store.catchUp(fence, of({ ...tombstone(change.conversation), generation, epoch }), atStart);
      await again();
      await journal.append(conversationId, [delta('t-2', 'anew')], 1, { fence, attempt: 1 });
      const told = await journal.read(conversationId, null);
      await again();
      expect(await journal.read(conversationId, null)).toEqual(told);
      const begun = await store.begin({ ...turn, turnId: 't-2' }, fence, 'run');
      if (begun.kind !== 'fresh') throw new Error('The turn is not begun.');
      await answerTurn(harness(), nextChange({ ...turn, turnId: 't-2' }, begun.conversation, 'anew'), fence);
      const view = await gateway.view(conversationId);
      await again();
      expect(await gateway.view(conversationId)).toEqual(view);
    });

    it('of what was forgotten keeps late snapshots from coming back', async () => {
      const { fence, conversationId, change } = await anIdleConversation(harness());
      const { store, gateway } = harness();
      await store.expire(fence, conversationId, 1);
      const late = { conversation: change.conversation, generation: fence.generation - 1, epoch: 9, ...none };
      await store.catchUp(fence, of(late, { ...late, generation: fence.generation, epoch: 0 }), atStart);
      expect(await gateway.view(conversationId)).toBeNull();
    });

    const neighbourIn = (partition: number): string => {
      for (;;) {
        const id = `c-${randomUUID()}`;
        if (homePartition(id, harness().partitions) === partition) return id;
      }
    };

    it('ends none whose commit a failover lost, though a neighbour of a higher version ended while it was worked on', async () => {
      const { fence, conversationId } = await anIdleConversation(harness());
      const { store, gateway } = harness();
      const change = firstChange({ conversationId: neighbourIn(fence.partition), turnId: 't-1' });
      await store.begin(change, fence, 'run');
      await store.expire(fence, conversationId, 1);
      const putBack = await harness().keep(fence.partition);
      await store.commit(change, fence);
      await putBack('after a failover');
      const { fence: next } = await claimed(harness(), fence.partition);
      const { generation, epoch } = fence;
      const published = new Map([['t-1', change.reply]]);
      const found = { ...none, conversation: change.conversation, generation, epoch, published };
      await store.catchUp(next, of(found), atStart);
      expect((await gateway.view(change.conversationId))?.conversation).toEqual(change.conversation);
    });

    it('leaves a turn known that waits for its reply, and its journal', async () => {
      const { fence, conversationId, change } = await anIdleConversation(harness());
      const { store, gateway, journal } = harness();
      await journal.accept(conversationId, accepted('t-2'), '');
      const told = await journal.read(conversationId, null);
      const { generation, epoch } = fence;
      await store.catchUp(fence, of({ ...tombstone(change.conversation), generation, epoch }), atStart);
      expect(await gateway.view(conversationId)).toMatchObject({
        conversation: { turns: [] },
        running: [{ turnId: 't-2' }],
      });
      expect(await journal.read(conversationId, null)).toEqual(told);
    });
  });
}
