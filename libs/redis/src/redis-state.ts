import type { ConversationState } from '@turnfleet/conversation';
import type { RedisConnection } from './connection.ts';
import { createKeys } from './keys.ts';
import { redisDesk } from './redis-desk.ts';
import { redisJournal } from './redis-journal.ts';
import { redisStore } from './redis-store.ts';

export interface RedisStateOptions {
  readonly redis: RedisConnection;
  /** Number of partitions of the turn topic. */
  readonly partitions: number;
  /** How long a journal is held after its last event. */
  readonly journalTtlMs: number;
}

/** Conversations, ledger and journals of all partitions in Redis. */
export function createRedisState({ redis, partitions, journalTtlMs }: RedisStateOptions): ConversationState {
  const context = { redis, keys: createKeys(redis.prefix, partitions), partitions, journalTtlMs };
  return { store: redisStore(context), desk: redisDesk(context), journal: redisJournal(context) };
}
