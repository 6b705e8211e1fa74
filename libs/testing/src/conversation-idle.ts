import { afterAll, describe, expect, it } from '@jest/globals';
import { emptyConversation } from '@turnfleet/contract';
import { atStart, claimOrRestore } from '@turnfleet/conversation/testing';
import {
  accepted,
  answerTurn,
  type ConversationHarness,
  delta,
  entriesAfter,
  firstChange,
  newScene,
  nextChange,
  none,
  of,
  refusedAs,
} from './conversation-harness.ts';

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

    /** A conversation with one answered turn. */
    async function anIdleConversation() {
      const scene = await newScene(harness());
      const change = firstChange(scene.turn);
      await answerTurn(harness(), change, scene.fence);
      return { ...scene, change };
    }

    describe('a conversation as it stands', () => {
      it('tells where it comes from, and what its snapshot would be', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation();
        const { store } = harness();
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        const committed = await store.commit(next, fence);
        if (committed.kind !== 'committed') throw new Error('It is not committed.');
        const { generation, epoch } = fence;
        const standing = { generation, epoch, version: 2, snapshot: committed.snapshot };
        expect(await store.standing(fence, conversationId)).toEqual(standing);
      });

      it('is null where nothing was committed, or all is forgotten', async () => {
        const { fence, conversationId } = await anIdleConversation();
        await harness().store.forget(fence, conversationId, 1);
        expect(await harness().store.standing(fence, conversationId)).toBeNull();
      });
    });

    describe('finding idle conversations', () => {
      it('finds those without a commit since then, and no others', async () => {
        const { fence, conversationId } = await anIdleConversation();
        expect(await idleIn(fence)).toContain(conversationId);
        expect(await idleIn(fence, 0)).toEqual([]);
        expect(await harness().store.resting(fence, conversationId, 0)).toBeNull();
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
        expect(await store.resting(fresh, conversationId, 2_001)).toEqual(later);
      });

      it('is not resting with a turn that is not published, or accepted and not ended', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation();
        const { store, journal } = harness();
        expect(await store.resting(fence, conversationId, always)).toEqual(change.conversation);
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        await store.commit(next, fence);
        expect(await store.resting(fence, conversationId, always)).toBeNull();
        expect(await store.forget(fence, conversationId, 2)).toBe(false);
        await answerTurn(harness(), next, fence);
        await journal.accept(conversationId, accepted('t-3'), '');
        expect(await store.resting(fence, conversationId, always)).toBeNull();
        expect(await store.forget(fence, conversationId, 2)).toBe(false);
      });

      it('is for the owner alone', async () => {
        const { fence } = await newScene(harness());
        await claimOrRestore(harness().store, fence.partition);
        expect(await refusedAs('fenced', idleIn(fence))).toBe(true);
      });
    });

    describe('forgetting a conversation', () => {
      it('leaves nothing of it but its ledger', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation();
        const { store, desk, audit } = harness();
        expect(await store.forget(fence, conversationId, 1)).toBe(true);
        expect(await desk.view(conversationId)).toBeNull();
        expect(await idleIn(fence)).not.toContain(conversationId);
        expect(await audit.conversation(conversationId, ['t-1'])).toEqual({
          ...{ version: 0, generation: 0, epoch: 0 },
          ledger: new Map([['t-1', { reply: change.reply, published: true }]]),
        });
        expect(await store.begin(turn, fence, 'again')).toMatchObject({ kind: 'answered', published: true });
        expect(await store.forget(fence, conversationId, 1)).toBe(true);
      });

      it('does not if it has gone on', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation();
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        await answerTurn(harness(), next, fence);
        expect(await harness().store.forget(fence, conversationId, 1)).toBe(false);
        expect((await harness().desk.view(conversationId))?.conversation).toEqual(next.conversation);
      });

      it('has it begin anew above the version it had, as has every other that is not known', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation();
        const { store } = harness();
        const next = nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two');
        await answerTurn(harness(), next, fence);
        await store.forget(fence, conversationId, 2);
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
        const { fence, conversationId } = await anIdleConversation();
        const { store, journal } = harness();
        const before = await journal.read(conversationId, null);
        if (before.kind === 'gap') throw new Error('There is a gap.');
        await store.forget(fence, conversationId, 1);
        expect(await entriesAfter(journal, conversationId)).toEqual([]);
        await journal.append(conversationId, [delta('t-2', 'anew')], 1, { fence, attempt: 1 });
        const [entry] = await entriesAfter(journal, conversationId);
        const number = (id: string | undefined): number => Number(id?.split('-')[1]);
        expect(number(entry?.id)).toBeGreaterThan(number(before.end));
        const missing = await journal.read(conversationId, `${fence.generation}-0`);
        expect(missing.kind).toBe('gap');
      });
    });

    describe('a tombstone in the log', () => {
      const tombstone = (conversation: ReturnType<typeof firstChange>['conversation']) => ({
        ...none,
        conversation: { ...conversation, turns: [] },
        ended: true,
      });

      it('has a catch-up forget what ranks no higher, and a restore leave it out', async () => {
        const { fence, conversationId, change } = await anIdleConversation();
        const { store, desk } = harness();
        const { generation, epoch } = fence;
        await store.catchUp(fence, of({ ...tombstone(change.conversation), generation, epoch }), atStart);
        expect(await desk.view(conversationId)).toBeNull();
        const begun = await store.begin({ conversationId, turnId: 't-2' }, fence, 'run');
        if (begun.kind !== 'fresh') throw new Error('The turn is answered.');
        expect(begun.conversation.version).toBeGreaterThanOrEqual(1);
        await harness().lose(fence.partition);
        const found = of({ ...tombstone(change.conversation), generation, epoch });
        await store.restore(fence.partition, generation + 1, found, atStart);
        expect(await desk.view(conversationId)).toBeNull();
      });

      it.each(['generation', 'version', 'epoch'] as const)('of a lower %s ends nothing', async (what) => {
        const { fence, conversationId, change } = await anIdleConversation();
        const { store, desk } = harness();
        const rank = { generation: fence.generation, version: 1, epoch: fence.epoch };
        const { version, ...lower } = { ...rank, [what]: rank[what] - 1 };
        await store.catchUp(fence, of({ ...tombstone({ ...change.conversation, version }), ...lower }), atStart);
        expect((await desk.view(conversationId))?.conversation).toEqual(change.conversation);
      });

      it('takes with it a reply that the store took for not published, until the log has it', async () => {
        const { fence, turn, conversationId } = await newScene(harness());
        const { store, desk, audit } = harness();
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
        expect(await desk.view(conversationId)).toBeNull();
        expect(await desk.reply(turn)).toBe(change.reply);
        expect((await audit.partition(fence.partition))?.unpublished).not.toContainEqual(turn);
        expect(await idleIn(fence)).not.toContain(conversationId);
      });

      it('read again ends nothing of what has begun since, in the store or in the journal', async () => {
        const { fence, turn, conversationId, change } = await anIdleConversation();
        const { store, desk, journal } = harness();
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
        const view = await desk.view(conversationId);
        await again();
        expect(await desk.view(conversationId)).toEqual(view);
      });

      it('of what was forgotten keeps late snapshots from coming back', async () => {
        const { fence, conversationId, change } = await anIdleConversation();
        const { store, desk } = harness();
        await store.forget(fence, conversationId, 1);
        const late = { conversation: change.conversation, generation: fence.generation - 1, epoch: 9, ...none };
        await store.catchUp(fence, of(late, { ...late, generation: fence.generation, epoch: 0 }), atStart);
        expect(await desk.view(conversationId)).toBeNull();
      });

      it('leaves a turn known that waits for its reply, and its journal', async () => {
        const { fence, conversationId, change } = await anIdleConversation();
        const { store, desk, journal } = harness();
        await journal.accept(conversationId, accepted('t-2'), '');
        const told = await journal.read(conversationId, null);
        const { generation, epoch } = fence;
        await store.catchUp(fence, of({ ...tombstone(change.conversation), generation, epoch }), atStart);
        expect(await desk.view(conversationId)).toMatchObject({
          conversation: { turns: [] },
          running: [{ turnId: 't-2' }],
        });
        expect(await journal.read(conversationId, null)).toEqual(told);
      });
    });
  });
}
