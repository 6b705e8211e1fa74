import { type Fence, fenced, type RestoredConversation } from '@turnfleet/conversation';
import { conversationIn, type Memory, type StoredConversation, touchTurn } from './memory.ts';

/** Whoever starts last goes on; the token of an earlier restore, or of one before a loss, is worth nothing. */
export async function restoreInto(
  memory: Memory,
  partition: number,
  generation: number,
  conversations: AsyncIterable<RestoredConversation>,
): Promise<Fence> {
  if (memory.metas.has(partition)) throw fenced(partition);
  const token = Symbol(`restore of partition ${partition}`);
  memory.restores.set(partition, token);
  for await (const restored of conversations) {
    if (memory.restores.get(partition) !== token) throw fenced(partition);
    restoreConversation(memory, restored);
  }
  if (memory.restores.get(partition) !== token) throw fenced(partition);
  memory.restores.delete(partition);
  memory.metas.set(partition, { generation, epoch: 1 });
  return { partition, generation, epoch: 1 };
}

function restoreConversation(memory: Memory, restored: RestoredConversation): void {
  const { conversation, generation, epoch, published, unpublished } = restored;
  const { conversationId, version } = conversation;
  const stored = conversationIn(memory, conversationId);
  const newer = isNewer(restored, stored);
  if (newer) {
    Object.assign(stored, { version, generation, epoch, json: JSON.stringify(conversation) });
    stored.unpublished.clear();
  }
  for (const [turnId, reply] of published) {
    const turn = touchTurn(memory, { conversationId, turnId });
    if (!turn.published) turn.reply = reply;
    turn.published = true;
    stored.unpublished.delete(turnId);
    stored.running.delete(turnId);
  }
  if (!newer) return;
  for (const [turnId, reply] of unpublished) {
    const turn = touchTurn(memory, { conversationId, turnId });
    turn.reply ??= reply;
    if (!turn.published) stored.unpublished.set(turnId, turn.reply);
  }
}

function isNewer(restored: RestoredConversation, stored: StoredConversation): boolean {
  if (restored.generation !== stored.generation) return restored.generation > stored.generation;
  if (restored.conversation.version !== stored.version) return restored.conversation.version > stored.version;
  return restored.epoch > stored.epoch;
}
