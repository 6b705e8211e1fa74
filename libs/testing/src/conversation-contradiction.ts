import { describe, expect, it } from '@jest/globals';
import { emptyConversation } from '@turnfleet/contract/schemas';
import { atStart, claimOrRestore } from '@turnfleet/conversation/testing';
import { accepted, delta, endOf, firstChange, nextChange } from './conversation-changes.ts';
import {
  answerTurn,
  type ConversationHarness,
  claimed,
  entriesAfter,
  newScene,
  none,
  of,
} from './conversation-harness.ts';

/** After a roll-back the log may know another reply to a turn than the copy does. */
export function contradictionContract(harness: () => ConversationHarness): void {
  async function goBack(partition: number): Promise<void> {
    const putBack = await harness().keep(partition);
    await putBack('after a failover');
  }

  describe('a catch-up that meets what contradicts the copy', () => {
    it('brings a turn that is being answered anew the reply of the generation before, late: its words so far are taken back', async () => {
      const { fence, conversationId, turn } = await newScene(harness());
      const { store, journal } = harness();
      const first = firstChange(turn);
      await answerTurn(harness(), first, fence);
      await goBack(fence.partition);
      const next = await claimOrRestore(store, fence.partition);
      const third = nextChange({ ...turn, turnId: 't-3' }, first.conversation, 'late');
      await journal.accept(conversationId, accepted('t-3'), '');
      await store.begin(third, next, 'a');
      await journal.append(conversationId, [delta('t-3', 'other words')], 1, { fence: next, attempt: 1 });
      const { fence: own } = await claimed(harness(), fence.partition);
      const { generation, epoch } = fence;
      const unpublished = new Map([['t-3', third.reply]]);

      await store.catchUp(
        own,
        of({ ...none, conversation: third.conversation, generation, epoch, unpublished }),
        atStart,
      );
      await store.settle(third, endOf(third), own, atStart);

      const told = (await entriesAfter(journal, conversationId)).map(({ event }) => event.type);
      expect(told.slice(-3)).toEqual(['reply.delta', 'reply.reset', 'reply.completed']);
    });

    /** A copy in which a turn was committed, and nobody was told its reply; `next` has claimed it. */
    async function aReplyThatNobodyWasTold() {
      const scene = await newScene(harness());
      const { store } = harness();
      await store.begin(scene.turn, scene.fence, 'a');
      await store.commit(firstChange(scene.turn, 'one way'), scene.fence);
      await goBack(scene.fence.partition);
      return { ...scene, store, next: await claimed(harness(), scene.fence.partition) };
    }

    // Once it kept its own unpublished reply.
    it('takes both from the log, where a snapshot knows another reply than the unpublished one', async () => {
      const { fence, turn, store, next } = await aReplyThatNobodyWasTold();
      const other = firstChange(turn, 'another way');
      const { generation, epoch } = fence;
      const unpublished = new Map([[turn.turnId, other.reply]]);
      const later = { ...none, conversation: other.conversation, generation, epoch: epoch + 1, unpublished };
      await store.catchUp(next.fence, of(later), atStart);

      const begun = await store.begin(turn, next.fence, 'b');
      expect(begun).toMatchObject({ kind: 'answered', reply: other.reply, published: false });
      const { snapshot } = begun as Extract<typeof begun, { kind: 'answered' }>;
      expect(JSON.parse(snapshot)).toMatchObject({
        conversation: other.conversation,
        unpublished: [{ turnId: turn.turnId, reply: other.reply }],
      });
    });

    it('takes back a reply that nobody was told beside a snapshot whose text is cut inside a character', async () => {
      const { conversationId, fence, turn, store, next } = await aReplyThatNobodyWasTold();
      const cut = firstChange({ conversationId, turnId: 't-0' }, 'half an emoji: \ud83d');
      const { generation, epoch } = fence;
      const restored = { ...none, conversation: cut.conversation, generation, epoch: epoch + 1 };
      await store.catchUp(next.fence, of(restored), atStart);

      const begun = await store.begin(turn, next.fence, 'b');
      expect(begun).toMatchObject({ kind: 'fresh', conversation: cut.conversation });
    });

    // Once it kept its own unpublished reply.
    it.each(['snapshot', 'tombstone'])('has a turn worked on anew that a %s does not know', async (kind) => {
      const { conversationId, fence, turn, store, next } = await aReplyThatNobodyWasTold();
      const known = firstChange({ conversationId, turnId: 't-0' }, 'before');
      const { generation, epoch } = fence;
      const rank = { generation, epoch: epoch + 1, ended: kind === 'tombstone' };
      await store.catchUp(next.fence, of({ ...none, conversation: known.conversation, ...rank }), atStart);

      const begun = await store.begin(turn, next.fence, 'b');
      const conversation = kind === 'tombstone' ? emptyConversation(conversationId, 1) : known.conversation;
      expect(begun).toMatchObject({ kind: 'fresh', conversation });
    });
  });
}
