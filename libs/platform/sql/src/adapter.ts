import type { Kysely } from 'kysely';
import type { Migrations } from './migrate.ts';

/** One database as kysely sees it; the queries are the same for every adapter. */
export interface SqlAdapter<T> {
  readonly db: Kysely<T>;
  /** What to call it in logs and on `/readyz`, without credentials. */
  readonly address: string;
  /** False for a database inside this process: it cannot go away. */
  readonly remote: boolean;
  prepare(migrations: Migrations): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
