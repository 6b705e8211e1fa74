import type { RedisConnection } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Worker } from './worker.ts';

/** What the three adapters share. */
export interface RedisContext {
  readonly redis: RedisConnection;
  readonly keys: Keys;
  readonly worker: Worker;
  readonly partitions: number;
  readonly journalTtlMs: number;
}
