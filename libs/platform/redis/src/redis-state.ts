import type { AuditedState } from '@turnfleet/conversation';
import type { RedisConnection } from './connection.ts';
import { createKeys } from './keys.ts';
import { redisAudit } from './redis-audit.ts';
import { redisDesk } from './redis-desk.ts';
import { redisJournal } from './redis-journal.ts';
import { redisStore } from './redis-store.ts';
import { Worker } from './worker.ts';

export interface RedisStateOptions {
  readonly redis: RedisConnection;
  /** Number of partitions of the turn topic. */
  readonly partitions: number;
  /** How long a journal is held after its last event. */
  readonly journalTtlMs: number;
}

/** Conversations, ledger and journals of all partitions in Redis. */
export function createRedisState({ redis, partitions, journalTtlMs }: RedisStateOptions): AuditedState {
  const keys = createKeys(redis.prefix, partitions);
  const context = { redis, keys, worker: new Worker(redis), partitions, journalTtlMs };
  return {
    store: redisStore(context),
    desk: redisDesk(context),
    journal: redisJournal(context),
    audit: redisAudit(context),
  };
}
