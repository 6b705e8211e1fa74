import type { ConversationState } from '@turnfleet/conversation';
import { createMemory, type Memory, type MemoryOptions } from './memory.ts';
import { memoryDesk } from './memory-desk.ts';
import { memoryJournal } from './memory-journal.ts';
import { memoryStore } from './memory-store.ts';

/** Conversations, ledger and journals of one process; they end with it, and a new one restores them from the log. */
export function createMemoryState(options: MemoryOptions): ConversationState {
  return portsOf(createMemory(options));
}

export function portsOf(memory: Memory): ConversationState {
  return { store: memoryStore(memory), desk: memoryDesk(memory), journal: memoryJournal(memory) };
}
