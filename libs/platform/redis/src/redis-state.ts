import type { AuditedState } from '@turnfleet/conversation';
import type { RedisConnection } from './connection.ts';
import { FencedClient } from './fenced-client.ts';
import { createKeys } from './keys.ts';
import { redisAudit } from './redis-audit.ts';
import { redisGateway } from './redis-gateway.ts';
import { redisJournal } from './redis-journal.ts';
import { redisStore } from './redis-store.ts';

interface RedisStateOptions {
  readonly redis: RedisConnection;
  /** Number of partitions of the turn topic. */
  readonly partitions: number;
  /** How long a journal is held after its last event. */
  readonly journalTtlMs: number;
}

/** Conversations, ledger and journals of all partitions in Redis. */
export function createRedisState({ redis, partitions, journalTtlMs }: RedisStateOptions): AuditedState {
  const keys = createKeys(redis.prefix, partitions);
  const context = { redis, keys, client: new FencedClient(redis), partitions, journalTtlMs };
  return {
    store: redisStore(context),
    gateway: redisGateway(context),
    journal: redisJournal(context),
    audit: redisAudit(context),
  };
}
