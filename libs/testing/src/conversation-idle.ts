import { afterAll, describe, expect, it } from '@jest/globals';
import { atStart, claimOrRestore } from '@turnfleet/conversation/testing';
import { accepted, delta, firstChange, nextChange } from './conversation-changes.ts';
import {
  anIdleConversation,
  answerTurn,
  type ConversationHarness,
  entriesAfter,
  newScene,
  none,
  of,
  refusedAs,
} from './conversation-harness.ts';
import { tombstoneContract } from './conversation-tombstones.ts';

const always = Number.MAX_SAFE_INTEGER;

/** Conversations in which nobody writes any more: finding them, forgetting them, and beginning anew. */
export function idleContract(harness: () => ConversationHarness): void {
  describe('conversations that end', () => {
    // Others count from nought.
    afterAll(async () => {
      for (let partition = 0; partition < harness().partitions; partition++) await harness().lose(partition);
    });

    const idleIn = async (fence: Parameters<ConversationHarness['store']['idle']>[0], before = always) =>
      harness().store.idle(fence, before, 10_000);

    describe('a conversation as it stands', () => {
      it('tells where it comes from, and what its snapshot would be', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation(harness());
        const { store } = harness();
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        const committed = await store.commit(next, fence);
        if (committed.kind !== 'committed') throw new Error('It is not committed.');
        const { generation, epoch } = fence;
        const current = { generation, epoch, version: 2, snapshot: committed.snapshot };
        expect(await store.current(fence, conversationId)).toEqual(current);
      });

      it('is null where nothing was committed, or all is forgotten', async () => {
        const { fence, conversationId } = await anIdleConversation(harness());
        await harness().store.expire(fence, conversationId, 1);
        expect(await harness().store.current(fence, conversationId)).toBeNull();
      });
    });

    describe('finding running turns', () => {
      it('finds those accepted and not ended for readers, also of conversations that have just begun', async () => {
        const { fence, conversationId, turn } = await newScene(harness());
        const { store, journal } = harness();
        for (const id of ['t-1', 't-2', 't-3']) await journal.accept(conversationId, accepted(id), '');
        const change = firstChange(turn);
        await answerTurn(harness(), change, fence);
        const found = (await store.running(fence)).filter((one) => one.conversationId === conversationId);
        const running = ['t-2', 't-3'].map((turnId) => {
          const { text, submittedAt } = accepted(turnId);
          return { conversationId, turnId, text, submittedAt };
        });
        expect(found).toEqual(running);
      });

      it('is for the owner only', async () => {
        const { fence } = await newScene(harness());
        await claimOrRestore(harness().store, fence.partition);
        expect(await refusedAs('fenced', harness().store.running(fence))).toBe(true);
      });

      it('finds none of another partition', async () => {
        const { fence, conversationId } = await newScene(harness());
        await harness().journal.accept(conversationId, accepted('t-1'), '');
        const other = await claimOrRestore(harness().store, (fence.partition + 1) % harness().partitions);
        const found = await harness().store.running(other);
        expect(found.filter((one) => one.conversationId === conversationId)).toEqual([]);
      });
    });

    describe('finding idle conversations', () => {
      it('finds those without a commit since then, and no others', async () => {
        const { fence, conversationId } = await anIdleConversation(harness());
        expect(await idleIn(fence)).toContain(conversationId);
        expect(await idleIn(fence, 0)).toEqual([]);
        expect(await harness().store.readIdle(fence, conversationId, 0)).toBeNull();
      });

      it('knows those that a restore or a catch-up brought by the time of their snapshots, the oldest first', async () => {
        const { fence, turn, conversationId } = await newScene(harness());
        const { store } = harness();
        await harness().lose(fence.partition);
        const { conversation } = firstChange(turn);
        const found = { conversation, generation: 1, epoch: 1, ...none };
        const fresh = await store.restore(fence.partition, fence.generation + 1, of({ ...found, at: 1_000 }), atStart);
        expect(await idleIn(fresh, 1_000)).toEqual([]);
        expect(await idleIn(fresh, 1_001)).toEqual([conversationId]);
        expect(await store.idle(fresh, 1_001, 0)).toEqual([]);
        const later = nextChange({ ...turn, turnId: 't-2' }, conversation, 'two').conversation;
        await store.catchUp(fresh, of({ ...found, conversation: later, at: 2_000 }), atStart);
        expect(await idleIn(fresh, 2_000)).toEqual([]);
        expect(await idleIn(fresh, 2_001)).toEqual([conversationId]);
        expect(await store.readIdle(fresh, conversationId, 2_001)).toEqual(later);
      });

      it('is not resting with a turn that is not published, or accepted and not ended', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation(harness());
        const { store, journal } = harness();
        expect(await store.readIdle(fence, conversationId, always)).toEqual(change.conversation);
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        await store.commit(next, fence);
        expect(await store.readIdle(fence, conversationId, always)).toBeNull();
        expect(await store.expire(fence, conversationId, 2)).toBe(false);
        await answerTurn(harness(), next, fence);
        await journal.accept(conversationId, accepted('t-3'), '');
        expect(await store.readIdle(fence, conversationId, always)).toBeNull();
        expect(await store.expire(fence, conversationId, 2)).toBe(false);
      });

      it('is for the owner alone', async () => {
        const { fence } = await newScene(harness());
        await claimOrRestore(harness().store, fence.partition);
        expect(await refusedAs('fenced', idleIn(fence))).toBe(true);
      });
    });

    describe('forgetting a conversation', () => {
      it('leaves nothing of it but its ledger', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation(harness());
        const { store, gateway, audit } = harness();
        expect(await store.expire(fence, conversationId, 1)).toBe(true);
        expect(await gateway.view(conversationId)).toBeNull();
        expect(await idleIn(fence)).not.toContain(conversationId);
        expect(await audit.conversation(conversationId, ['t-1'])).toEqual({
          ...{ version: 0, generation: 0, epoch: 0 },
          ledger: new Map([['t-1', { reply: change.reply, published: true }]]),
        });
        expect(await store.begin(turn, fence, 'again')).toMatchObject({ kind: 'answered', published: true });
        expect(await store.expire(fence, conversationId, 1)).toBe(true);
      });

      it('does not if it has gone on', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation(harness());
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        await answerTurn(harness(), next, fence);
        expect(await harness().store.expire(fence, conversationId, 1)).toBe(false);
        expect((await harness().gateway.view(conversationId))?.conversation).toEqual(next.conversation);
      });

      it('has it begin anew above the version it had, as has every other that is not known', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation(harness());
        const { store } = harness();
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        await answerTurn(harness(), next, fence);
        await store.expire(fence, conversationId, 2);
        const begun = await store.begin({ ...turn, turnId: 't-3' }, fence, 'run');
        if (begun.kind !== 'fresh') throw new Error('The turn is answered.');
        expect(begun.conversation).toMatchObject({ turns: [], held: null });
        expect(begun.conversation.version).toBeGreaterThanOrEqual(2);
        const anew = nextChange({ ...turn, turnId: 't-3' }, begun.conversation, 'three');
        expect(await store.commit({ ...anew, basedOn: begun.conversation.version + 1 }, fence)).toEqual({
          kind: 'conflict',
        });
        expect(await store.commit({ ...anew, basedOn: 0 }, fence)).toMatchObject({ kind: 'committed' });
      });

      it('has its journal go on, so that no id comes a second time', async () => {
        const { fence, conversationId } = await anIdleConversation(harness());
        const { store, journal } = harness();
        const before = await journal.read(conversationId, null);
        if (before.kind === 'gap') throw new Error('There is a gap.');
        await store.expire(fence, conversationId, 1);
        expect(await entriesAfter(journal, conversationId)).toEqual([]);
        await journal.append(conversationId, [delta('t-2', 'anew')], 1, { fence, attempt: 1 });
        const [entry] = await entriesAfter(journal, conversationId);
        const number = (id: string | undefined): number => Number(id?.split('-')[1]);
        expect(number(entry?.id)).toBeGreaterThan(number(before.end));
        const missing = await journal.read(conversationId, `${fence.generation}-0`);
        expect(missing.kind).toBe('gap');
      });
    });

    tombstoneContract(harness);
  });
}
