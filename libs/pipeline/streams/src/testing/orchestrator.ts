import { homePartition } from '@turnfleet/contract/events';
import { type Reply } from '@turnfleet/contract/schemas';
import type { ConversationState, Fence, TurnProgress } from '@turnfleet/conversation';
import { atStart, replyTo } from '@turnfleet/conversation/testing';

export const partitions = 4;

/** Plays the orchestrator by hand. */
export function orchestrator(state: ConversationState, fences: readonly Fence[]) {
  const fenceOf = (conversationId: string): Fence => {
    const fence = fences[homePartition(conversationId, partitions)];
    if (!fence) throw new Error('No fence');
    return fence;
  };
  const appended = new Map<string, number>();
  return {
    async progress(conversationId: string, ...events: TurnProgress[]): Promise<void> {
      const key = `${conversationId}/${events[0]?.turnId}`;
      const first = (appended.get(key) ?? 0) + 1;
      appended.set(key, first + events.length - 1);
      await state.journal.append(conversationId, events, first, { fence: fenceOf(conversationId), attempt: 1 });
    },
    /** begin → commit → confirm → settle, as the real one does. */
    async answer(conversationId: string, turnId: string, more: Partial<Reply> = {}): Promise<Reply> {
      const fence = fenceOf(conversationId);
      const ref = { conversationId, turnId };
      const begun = await state.store.begin(ref, fence, `run-${turnId}`);
      if (begun.kind !== 'fresh') throw new Error(`${turnId} is answered already`);
      const { version, turns } = begun.conversation;
      const reply = replyTo(conversationId, turnId, version + 1, more);
      const ended = { turnId, submittedAt: '2026-01-01T00:00:00.000Z', text: 'asked', reply };
      const conversation = {
        conversationId,
        version: version + 1,
        state: 'completion' as const,
        held: null,
        results: [],
        turns: [...turns, ended],
      };
      const replies = [{ turnId, reply: JSON.stringify(reply) }];
      const change = { conversationId, basedOn: version, conversation, replies };
      await state.store.commit(change, fence);
      const type = reply.status === 'failed' ? ('reply.failed' as const) : ('reply.completed' as const);
      await state.store.settle(ref, { type, turnId, reply }, fence, atStart);
      return reply;
    },
  };
}
