import type { Reply } from '@turnfleet/contract/schemas';
import {
  type AppliedPositions,
  endWith,
  type Fence,
  fenced,
  overruled,
  type RestoredConversation,
} from '@turnfleet/conversation';
import { conversationIn, type Memory } from './memory.ts';
import { applyToMemory } from './memory-apply.ts';
import type { MemoryClient } from './memory-client.ts';
import type { Meta } from './memory-data.ts';
import { appendTo } from './memory-journal.ts';
import { highest, note } from './memory-positions.ts';

/** Whoever starts last goes on; the token of an earlier restore, or of one before a loss, is worth nothing. */
export async function restoreInto(
  client: MemoryClient,
  partition: number,
  generation: number,
  conversations: AsyncIterable<RestoredConversation>,
  applied: AppliedPositions,
): Promise<Fence> {
  const { memory } = client;
  if (memory.data.metas.has(partition)) throw fenced(partition);
  const token = Symbol(`restore of partition ${partition}`);
  memory.data.restores.set(partition, token);
  const check = (): void => {
    if (memory.data.restores.get(partition) !== token) throw fenced(partition);
  };
  const open = new Map<string, bigint>();
  for await (const restored of conversations) {
    check();
    applyToMemory(memory, restored, open);
  }
  check();
  memory.data.restores.delete(partition);
  const { id: owner } = client;
  const { serverRun } = memory;
  const floors = { floor: 0, journalFloor: 0 };
  const meta = { generation, epoch: 1, owner, serverRun, writes: 0, behind: false, applied, ...floors, open };
  memory.data.metas.set(partition, meta);
  raise(meta, applied.replies);
  client.countWrite(partition, meta);
  return { partition, generation, epoch: 1 };
}

/** Every step checks the fence anew: the partition may have gone to another worker meanwhile. */
export async function catchUpIn(
  client: MemoryClient,
  fence: Fence,
  conversations: AsyncIterable<RestoredConversation>,
  applied: AppliedPositions,
): Promise<void> {
  const { memory } = client;
  for await (const restored of conversations) {
    const { conversationId } = restored.conversation;
    const meta = client.check(conversationId, fence);
    if (isLost(restored, memory, fence, meta)) {
      meta.behind = true;
      throw fenced(fence.partition);
    }
    if (isForgotten(restored, memory, meta)) continue;
    const { ending, answered } = applyToMemory(memory, restored, meta.open);
    // Journals of a new generation are empty: their readers are told to look at the conversation.
    if (!meta.behind) {
      for (const [turnId, { journalNumber, traceparent }] of answered)
        if (journalNumber > 0) appendTo(memory, conversationId, fence.generation, [overruled(turnId)], traceparent);
      for (const turn of ending) {
        if (turn.ended || turn.reply === undefined) continue;
        turn.ended = true;
        const end = endWith(JSON.parse(turn.reply) as Reply);
        appendTo(memory, conversationId, fence.generation, [end], turn.traceparent);
      }
    }
    client.countWrite(fence.partition, meta);
  }
  const meta = client.checkPartition(fence.partition, fence);
  note(meta, applied);
  raise(meta, applied.replies);
  meta.behind = false;
  client.countWrite(fence.partition, meta);
}

/** Replies that were not found below a position are not there. */
function raise({ open }: Meta, position: bigint): void {
  for (const [key, from] of open) open.set(key, highest(from, position));
}

/** Only a store that went back lacks what the log has of the fence's own generation, or knows a generation lower than the log. */
function isLost(
  { conversation, generation }: RestoredConversation,
  memory: Memory,
  fence: Fence,
  { floor }: Meta,
): boolean {
  if (generation !== fence.generation) return generation > fence.generation;
  const { json, version } = conversationIn(memory, conversation.conversationId);
  return conversation.version > (json === null ? floor : version);
}

/** What is not above the floor and not known any more was forgotten, unless the store has gone back. */
function isForgotten({ conversation }: RestoredConversation, memory: Memory, { floor, behind }: Meta): boolean {
  const { conversationId, version } = conversation;
  return !behind && version > 0 && version <= floor && conversationIn(memory, conversationId).json === null;
}
