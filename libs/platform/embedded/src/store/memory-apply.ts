import { isHigher } from '@turnfleet/contract/events';
import { type Conversation } from '@turnfleet/contract/schemas';
import type { RestoredConversation } from '@turnfleet/conversation';
import { conversationIn, type Memory, touchTurn, turnKey } from './memory.ts';
import type { Meta, StoredTurn } from './memory-data.ts';
import { expire } from './stored-conversation.ts';

interface Applied {
  /** The turns that are published from now on. */
  readonly ending: readonly StoredTurn[];
  /** Those that have another reply from now on, to be published, by id. */
  readonly answered: ReadonlyMap<string, StoredTurn>;
}

const nothing: Applied = { ending: [], answered: new Map() };

/** Takes in what the log knows of a conversation where that is newer; what waits for its reply is noted in `open`. */
export function applyToMemory(memory: Memory, restored: RestoredConversation, open: Map<string, bigint>): Applied {
  const { conversation, generation, epoch, at, published, unpublished } = restored;
  const { conversationId, version } = conversation;
  if (restored.ended) {
    applyTombstone(memory, restored, open);
    return nothing;
  }
  const stored = conversationIn(memory, conversationId);
  const newer = isHigher({ generation, version, epoch }, stored);
  if (newer) {
    Object.assign(stored, { version, generation, epoch, committedAt: at, json: JSON.stringify(conversation) });
    memory.data.timers.arm(conversationId, conversation.timer);
    unsay(memory, conversation, open);
  }
  const ending: StoredTurn[] = [];
  for (const [turnId, reply] of published) {
    const turn = touchTurn(memory, { conversationId, turnId });
    if (!turn.published) ending.push(Object.assign(turn, { reply, published: true }));
    stored.unpublished.delete(turnId);
    stored.running.delete(turnId);
    open.delete(turnKey({ conversationId, turnId }));
  }
  if (!newer) return { ...nothing, ending };
  const answered = new Map<string, StoredTurn>();
  for (const [turnId, reply] of unpublished) {
    const turn = touchTurn(memory, { conversationId, turnId });
    if (turn.published) continue;
    if (turn.reply !== reply) answered.set(turnId, Object.assign(turn, { reply }));
    stored.unpublished.set(turnId, reply);
    open.set(turnKey({ conversationId, turnId }), 0n);
  }
  return { ending, answered };
}

function applyTombstone(
  memory: Memory,
  { conversation, generation, epoch }: RestoredConversation,
  open: Meta['open'],
): void {
  const { conversationId, version } = conversation;
  const stored = conversationIn(memory, conversationId);
  if (stored.json === null || isHigher(stored, { generation, version, epoch })) return;
  unsay(memory, conversation, open);
  expire(memory, conversationId, version);
}

/** A reply that nobody was told, to a turn that the conversation which holds does not know, was never said. */
function unsay(memory: Memory, { conversationId, turns }: Conversation, open: Meta['open']): void {
  const { unpublished } = conversationIn(memory, conversationId);
  for (const turnId of unpublished.keys()) {
    const key = turnKey({ conversationId, turnId });
    open.delete(key);
    if (!turns.some((turn) => turn.turnId === turnId)) delete memory.data.turns.get(key)?.reply;
  }
  unpublished.clear();
}
