import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Clock, Logger } from '@turnfleet/core';
import { anyCode, codeKey, listedUnder, type ResultStore, readCachedResult } from '@turnfleet/tools';

interface SqliteResultsOptions {
  /** Of the file; it is made if it is not there. */
  readonly path: string;
  /** The file grows no larger; what is being written lies beside it for a moment. */
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onUnreadable: () => void;
}

export interface SqliteResults extends ResultStore {
  close(): void;
}

const pageBytes = 4_096;
const longestBytes = 256 * 2 ** 10;
/** What is deleted at once where the file is full: a share of it. */
const madeRoom = 0.25;
const schema = `
  create table if not exists result (key text primary key, json text not null, ends integer not null) without rowid;
  create index if not exists result_ends on result (ends);
  create table if not exists listed (kind text, code text, key text, tenant text, primary key (kind, code, key)) without rowid;
  create index if not exists listed_key on listed (key);
`;

/**
 * What tools returned, in a file that survives a restart of everything. Nothing that happens to the file stops anybody: one
 * that is no database, or cannot be written as the disk is full, is made anew; if that does not help either it is gone
 * without. Each is told once.
 */
export function openSqliteResults({
  path,
  maxBytes,
  clock,
  logger,
  onUnreadable,
}: SqliteResultsOptions): SqliteResults {
  /** It was made anew, and nothing has been written since. */
  let isLastTry = false;
  let isTold = false;
  const goWithout = (error: unknown): null => {
    logger.warn({ err: error, path }, 'the file of results cannot be used: everything goes on without it');
    return null;
  };
  const makeAnew = (error: unknown): DatabaseSync | null => {
    try {
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      if (isLastTry) return goWithout(error);
      isLastTry = true;
      if (!isTold) logger.warn({ err: error, path }, 'the file of results is broken, or its disk is full: made anew');
      isTold = true;
      return open(path, maxBytes);
    } catch (again) {
      return goWithout(again);
    }
  };
  const opened = (): DatabaseSync | null => {
    try {
      return open(path, maxBytes);
    } catch (error) {
      return isBroken(error) || isFull(error) ? makeAnew(error) : goWithout(error);
    }
  };
  let database = opened();

  const use = <T>(work: (db: DatabaseSync) => T, otherwise: T): T => {
    if (!database) return otherwise;
    try {
      return work(database);
    } catch (error) {
      if (!isBroken(error) && !isFull(error)) throw error;
      database.close();
      database = makeAnew(error);
      throw error;
    }
  };
  const insert = (db: DatabaseSync, key: string, json: string, forMs: number, listings: readonly string[][]): void => {
    transaction(db, () => {
      forget(db, key);
      const into = db.prepare('insert into result (key, json, ends) values (?, ?, ?)');
      into.run(key, json, Math.ceil(clock.now() + forMs));
      const list = db.prepare('insert or replace into listed (kind, code, key, tenant) values (?, ?, ?, ?)');
      for (const [kind = '', code = '', tenant = ''] of listings) list.run(kind, code, key, tenant);
    });
  };
  return {
    async get(key) {
      const row = use(
        (db) => db.prepare('select json from result where key = ? and ends > ?').get(key, clock.now()),
        undefined,
      );
      if (!row) return null;
      const result = readCachedResult(String(row['json']));
      if (!result) onUnreadable();
      return result;
    },
    async put(key, result, forMs) {
      const json = JSON.stringify(result);
      if (json.length > longestBytes || forMs < 1) return;
      const { kinds, tenant } = result.scope;
      const listings = kinds.flatMap((kind) => listedUnder(result.scope).map((code) => [kind, code, tenant]));
      use((db) => {
        try {
          insert(db, key, json, forMs, listings);
        } catch (error) {
          if (!isFull(error)) throw error;
          makeRoom(db, clock.now());
          insert(db, key, json, forMs, listings);
        }
        isLastTry = false;
      }, undefined);
    },
    async drop({ kind, subject, tenant }) {
      use((db) => {
        const whose = tenant === undefined ? '' : 'and tenant = ?';
        const keys = db
          .prepare(`select key from listed where kind = ? and code in (?, ?) ${whose}`)
          .all(kind, codeKey(subject), anyCode, ...(tenant === undefined ? [] : [tenant]));
        transaction(db, () => {
          for (const row of keys) forget(db, String(row['key']));
        });
      }, undefined);
    },
    close() {
      database?.close();
      database = null;
    },
  };
}

function open(path: string, maxBytes: number): DatabaseSync {
  const db = new DatabaseSync(path);
  try {
    db.exec('pragma journal_mode = wal; pragma synchronous = off; pragma busy_timeout = 50');
    db.exec(`pragma max_page_count = ${Math.max(64, Math.floor(maxBytes / pageBytes))}`);
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function transaction(db: DatabaseSync, work: () => void): void {
  db.exec('begin immediate');
  try {
    work();
    db.exec('commit');
  } catch (error) {
    // A full disk may have rolled it back already.
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
}

function forget(db: DatabaseSync, key: string): void {
  db.prepare('delete from result where key = ?').run(key);
  db.prepare('delete from listed where key = ?').run(key);
}

/** What has ended goes, and of the rest what ends first. */
function makeRoom(db: DatabaseSync, now: number): void {
  transaction(db, () => {
    const count = Number(db.prepare('select count(*) as count from result').get()?.['count'] ?? 0);
    db.prepare('delete from result where ends <= ?').run(now);
    db.prepare('delete from result where key in (select key from result order by ends limit ?)').run(
      Math.ceil(count * madeRoom),
    );
    db.exec('delete from listed where key not in (select key from result)');
  });
}

/** https://www.sqlite.org/rescode.html: SQLITE_FULL 13, SQLITE_CORRUPT 11, SQLITE_NOTADB 26; the low byte is the class. */
const codeOf = (error: unknown): number => Number((error as { readonly errcode?: number }).errcode ?? 0) & 0xff;
const isFull = (error: unknown): boolean => codeOf(error) === 13;
const isBroken = (error: unknown): boolean => codeOf(error) === 11 || codeOf(error) === 26;
