import type { RedisConnection } from './connection.ts';
import type { Keys } from './keys.ts';

/** What the three adapters share. */
export interface RedisContext {
  readonly redis: RedisConnection;
  readonly keys: Keys;
  readonly partitions: number;
  readonly journalTtlMs: number;
}
