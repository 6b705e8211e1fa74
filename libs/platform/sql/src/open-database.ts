import { abortReason, type Clock, type Logger, type Timer, TurnfleetError } from '@turnfleet/core';
import type { Kysely } from 'kysely';
import type { SqlAdapter } from './adapter.ts';
import type { Migrations } from './migrate.ts';
import { postgres } from './postgres.ts';
import { fromSqlError } from './sql-error.ts';
import { sqliteInMemory } from './sqlite.ts';

interface DatabaseOptions {
  /** `postgres://…`; undefined: SQLite in memory. */
  readonly url: string | undefined;
  /** The service: its schema in a shared Postgres database. */
  readonly schema: string;
  readonly migrations: Migrations;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A service's tables. Stays usable while the database is away: calls fail with `overloaded`, then work again. */
export interface Database<T> {
  readonly name: 'database';
  /** Null when the last contact was fine, else what is wrong, in one sentence. */
  problem(): string | null;
  /** Runs queries. Errors: see `fromSqlError`; `work` is not begun once `signal` has aborted. */
  query<R>(work: (db: Kysely<T>) => Promise<R>, signal?: AbortSignal): Promise<R>;
  stop(): Promise<void>;
}

const checkEveryMs = 5_000;
const retryEveryMs = 1_000;

/**
 * Opens a database and brings its tables up to date. Resolves after the first attempt: an unreachable database is tried
 * again in the background, anything else wrong with it (credentials, rights, a failing migration) rejects.
 */
export async function openDatabase<T>(options: DatabaseOptions): Promise<Database<T>> {
  const watched = new WatchedDatabase<T>(options);
  await watched.start();
  return watched;
}

/** Invariant: at most one attempt (preparation, or ping once prepared) runs at a time, and the timer is unset while it does. */
class WatchedDatabase<T> implements Database<T> {
  readonly name = 'database';
  readonly #options: DatabaseOptions;
  readonly #adapter: SqlAdapter<T>;
  readonly #called: string;
  #prepared = false;
  #problem: string | null = null;
  #attempt: Promise<void> | undefined;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(options: DatabaseOptions) {
    const { url, schema } = options;
    this.#options = options;
    this.#called = `The ${schema} database`;
    this.#adapter = url === undefined ? sqliteInMemory() : postgres(url, schema, () => this.#checkIn(0));
  }

  async start(): Promise<void> {
    try {
      await this.#reach();
    } catch (error) {
      const { kind } = fromSqlError(error, this.#called);
      if (kind !== 'overloaded' && kind !== 'deadline_exceeded') {
        await this.stop();
        throw this.#cannotPrepare(error);
      }
      this.#noteFailure(error);
    }
    this.#scheduleNext();
  }

  problem(): string | null {
    return this.#problem;
  }

  async query<R>(work: (db: Kysely<T>) => Promise<R>, signal?: AbortSignal): Promise<R> {
    if (signal?.aborted) throw abortReason(signal);
    if (!this.#prepared) {
      throw new TurnfleetError('overloaded', `${this.#called} has not been reached yet.`, {
        retryAfterMs: retryEveryMs,
      });
    }
    try {
      return await work(this.#adapter.db);
    } catch (error) {
      const translated = fromSqlError(error, this.#called);
      if (translated.kind === 'overloaded') this.#checkIn(0);
      throw translated;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#attempt;
    await this.#adapter.close();
  }

  async #reach(): Promise<void> {
    if (this.#prepared) await this.#adapter.ping();
    else await this.#adapter.prepare(this.#options.migrations);
    this.#prepared = true;
    if (this.#problem !== null) this.#options.logger.info(this.#fields(), `${this.#called} answers again`);
    this.#problem = null;
  }

  /** Looks after the database `ms` from now, unless that happens earlier anyway. */
  #checkIn(ms: number): void {
    if (this.#stopped || this.#attempt) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(ms, () => {
      this.#attempt = this.#reach()
        .catch((error: unknown) => this.#noteFailure(error))
        .finally(() => {
          this.#attempt = undefined;
          this.#scheduleNext();
        });
    });
  }

  #scheduleNext(): void {
    if (this.#adapter.remote) this.#checkIn(this.#problem === null ? checkEveryMs : retryEveryMs);
  }

  #noteFailure(error: unknown): void {
    const translated = fromSqlError(error, this.#called);
    if (this.#problem !== translated.message) {
      this.#options.logger.warn(
        { ...this.#fields(), err: error },
        `${translated.message} It is tried again until it answers.`,
      );
    }
    this.#problem = translated.message;
  }

  #cannotPrepare(cause: unknown): TurnfleetError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new TurnfleetError('internal', `${this.#called} (${this.#adapter.address}) cannot be used: ${reason}.`, {
      suggestion: 'Check DATABASE_URL, that the database exists and that its user may create schemas and tables.',
      cause,
    });
  }

  #fields(): object {
    return { database: this.#adapter.address };
  }
}
