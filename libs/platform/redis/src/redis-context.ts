import type { RedisConnection } from './connection.ts';
import type { FencedClient } from './fenced-client.ts';
import type { Keys } from './keys.ts';

/** What the three adapters share. */
export interface RedisContext {
  readonly redis: RedisConnection;
  readonly keys: Keys;
  readonly client: FencedClient;
  readonly partitions: number;
  readonly journalTtlMs: number;
}
