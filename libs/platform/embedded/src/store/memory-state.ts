import type { ConversationState } from '@turnfleet/conversation';
import type { MemoryOptions } from './memory-data.ts';
import { memoryServer } from './memory-server.ts';

/** Conversations, ledger and journals of one process; they end with it, and a new one restores them from the log. */
export function createMemoryState(options: MemoryOptions): ConversationState {
  return memoryServer(options).connect();
}
