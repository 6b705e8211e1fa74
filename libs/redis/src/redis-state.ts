import type { ConversationDesk, ConversationStore, Journal } from '@turnfleet/conversation';
import type { RedisConnection } from './connection.ts';
import { createKeys, type Keys } from './keys.ts';
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

/** What the three adapters share. */
export interface RedisContext {
  readonly redis: RedisConnection;
  readonly keys: Keys;
  readonly partitions: number;
  readonly journalTtlMs: number;
}

/** One state behind three ports. */
export interface ConversationState {
  readonly store: ConversationStore;
  readonly desk: ConversationDesk;
  readonly journal: Journal;
}

/** Conversations, ledger and journals of all partitions in Redis. */
export function createRedisState({ redis, partitions, journalTtlMs }: RedisStateOptions): ConversationState {
  const context = { redis, keys: createKeys(redis.prefix, partitions), partitions, journalTtlMs };
  return { store: redisStore(context), desk: redisDesk(context), journal: redisJournal(context) };
}
