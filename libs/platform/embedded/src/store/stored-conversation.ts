import { homePartition } from '@turnfleet/contract/events';
import { type Conversation, emptyConversation } from '@turnfleet/contract/schemas';
import { conversationIn, type Memory } from './memory.ts';

/** One that is not known begins at `floor`. */
export function storedConversation(memory: Memory, conversationId: string, floor = 0): Conversation {
  const json = memory.data.conversations.get(conversationId)?.json;
  // Our own writing: nothing else puts text there.
  return typeof json === 'string' ? (JSON.parse(json) as Conversation) : emptyConversation(conversationId, floor);
}

/** It is as if it had never been, but for the floors. With turns that wait for their reply its journal goes on. */
export function expire(memory: Memory, conversationId: string, version: number): void {
  const { conversations, metas, journals, timers } = memory.data;
  const stored = conversationIn(memory, conversationId);
  timers.arm(conversationId, undefined);
  const meta = metas.get(homePartition(conversationId, memory.partitions));
  if (meta) meta.floor = Math.max(meta.floor, version);
  if (stored.running.size > 0) {
    stored.unpublished.clear();
    Object.assign(stored, { version: 0, generation: 0, epoch: 0, committedAt: 0, json: null });
    return;
  }
  if (meta && stored.journalGeneration === meta.generation)
    meta.journalFloor = Math.max(meta.journalFloor, stored.journalNumber);
  journals.delete(conversationId);
  conversations.delete(conversationId);
}
