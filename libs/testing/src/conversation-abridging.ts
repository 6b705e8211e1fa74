import { describe, expect, it } from '@jest/globals';
import { type Conversation, replySchema, snapshotSchema } from '@turnfleet/contract/schemas';
import { type Abridgement, shortened } from '@turnfleet/conversation';
import { atStart } from '@turnfleet/conversation/testing';
import { delta, endOf, firstChange, nextChange } from './conversation-changes.ts';
import {
  anIdleConversation,
  type ConversationHarness,
  entriesAfter,
  newScene,
  none,
  of,
} from './conversation-harness.ts';

/** A committed reply that the log does not take is replaced once, before anybody is told of it. */
export function abridgingContract(harness: () => ConversationHarness): void {
  const committed = async () => {
    const scene = await newScene(harness());
    const change = firstChange(scene.turn, 'a long answer');
    await harness().store.begin(scene.turn, scene.fence, 'a');
    await harness().store.commit(change, scene.fence);
    return { ...scene, change, shorter: shorterOf(change) };
  };

  describe('abridging a committed reply', () => {
    it('is what the ledger, the conversation and its snapshot say from then on, at the same version', async () => {
      const { turn, fence, change, shorter } = await committed();
      const answer = await harness().store.abridge(shorter, fence);
      const [{ reply }] = shorter.replies;
      expect(answer.kind === 'committed' && snapshotSchema.parse(JSON.parse(answer.snapshot))).toMatchObject({
        conversation: shorter.conversation,
        unpublished: [{ turnId: turn.turnId, reply }],
      });
      expect(await harness().store.begin(turn, fence, 'b')).toMatchObject({
        kind: 'answered',
        reply,
        published: false,
      });
      expect(await harness().store.confirm(turn, change.reply, fence)).toBe(false);
      expect(await harness().store.confirm(turn, reply, fence)).toBe(true);
      await harness().store.settle(turn, endOf({ ...change, reply }), fence, atStart);
      expect(await harness().gateway.reply(turn)).toBe(reply);
      expect((await harness().gateway.view(turn.conversationId))?.conversation).toEqual(shorter.conversation);
    });

    it('is the same when it is repeated, also by the next owner', async () => {
      const { fence, shorter } = await committed();
      const first = await harness().store.abridge(shorter, fence);
      expect(await harness().store.abridge(shorter, fence)).toEqual(first);
      const next = await newScene(harness()).then(() => harness().store.claim(fence.partition));
      if (next.kind === 'lost') throw new Error('The partition is lost.');
      await harness().store.catchUp(next.fence, of(), next.applied);
      expect(await harness().store.abridge(shorter, next.fence)).toMatchObject({ kind: 'committed' });
    });

    it('takes back what the journal was told, once', async () => {
      const { turn, fence, conversationId, shorter } = await committed();
      await harness().journal.append(conversationId, [delta(turn.turnId, 'a long answer')], 1, { fence, attempt: 1 });
      await harness().store.abridge(shorter, fence);
      await harness().store.abridge(shorter, fence);
      const told = (await entriesAfter(harness().journal, conversationId)).map(({ event }) => event);
      expect(told).toEqual([delta(turn.turnId, 'a long answer'), shortened(turn.turnId)]);
    });

    it('tells a journal nothing that was told nothing', async () => {
      const { fence, conversationId, shorter } = await committed();
      await harness().store.abridge(shorter, fence);
      expect(await entriesAfter(harness().journal, conversationId)).toEqual([]);
    });

    it('is a conflict once the reply is published: readers have seen it', async () => {
      const { conversationId, change, fence } = await anIdleConversation(harness());
      expect(await harness().store.abridge(shorterOf(change), fence)).toEqual({ kind: 'conflict' });
      expect(await harness().gateway.reply({ conversationId, turnId: change.turnId })).toBe(change.reply);
    });

    it('is a conflict for another reply than the one that was committed, and for a turn without one', async () => {
      const { turn, fence, change, shorter } = await committed();
      const [one] = shorter.replies;
      const other = { ...shorter, replies: [{ ...one, instead: one.reply, reply: '{}' }] };
      expect(await harness().store.abridge(other, fence)).toEqual({ kind: 'conflict' });
      const unknown = { ...shorter, replies: [{ ...one, turnId: 't-9' }] };
      expect(await harness().store.abridge(unknown, fence)).toEqual({ kind: 'conflict' });
      expect(await harness().store.begin(turn, fence, 'b')).toMatchObject({ reply: change.reply });
    });

    it('is a conflict once the conversation went on', async () => {
      const { turn, fence, change, shorter } = await committed();
      await harness().store.commit(nextChange({ ...turn, turnId: 't-2' }, change.conversation, 'two'), fence);
      expect(await harness().store.abridge(shorter, fence)).toEqual({ kind: 'conflict' });
    });

    it('is kept by a catch-up that finds the snapshot of the same version from before', async () => {
      const { turn, fence, change, shorter } = await committed();
      await harness().store.abridge(shorter, fence);
      const before = { conversation: change.conversation, generation: fence.generation, epoch: fence.epoch, ...none };
      const unpublished = new Map([[turn.turnId, change.reply]]);
      const next = await harness().store.claim(fence.partition);
      if (next.kind === 'lost') throw new Error('The partition is lost.');
      await harness().store.catchUp(next.fence, of({ ...before, unpublished }), next.applied);
      expect(await harness().store.begin(turn, next.fence, 'b')).toMatchObject({ reply: shorter.replies[0].reply });
    });
  });
}

interface Shorter extends Abridgement {
  readonly replies: readonly [Abridgement['replies'][number]];
}

function shorterOf(change: ReturnType<typeof firstChange>): Shorter {
  const { conversationId, turnId, conversation, reply: instead } = change;
  const reply = { ...replySchema.parse(JSON.parse(instead)), text: 'short' };
  const turns: Conversation['turns'] = conversation.turns.map((turn) => ({ ...turn, reply }));
  return {
    conversationId,
    conversation: { ...conversation, turns },
    replies: [{ turnId, instead, reply: JSON.stringify(reply) }],
  };
}
