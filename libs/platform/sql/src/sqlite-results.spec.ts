import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger, systemClock } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { resultStoreContract } from '@turnfleet/testing';
import type { CachedResult } from '@turnfleet/tools';
import { openSqliteResults, type SqliteResults } from './sqlite-results.ts';

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const about = (text: string): CachedResult => ({
  answer: { found: true, result: { text } },
  asOf: 1,
  scope: { kinds: ['price'], codes: ['SKU-1'], tenant: 'default' },
});

function opener(path = join(folder, `${files++}.sqlite`)) {
  const warned: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (_, text) => void warned.push(String(text)) };
  const clock = new ManualClock();
  let unreadable = 0;
  const open = (maxBytes = 2 ** 22): SqliteResults =>
    openSqliteResults({ path, maxBytes, clock, logger, onUnreadable: () => unreadable++ });
  return { path, warned, clock, open, unreadable: () => unreadable };
}

resultStoreContract('A file of SQLite', async () => {
  const path = join(folder, 'contract.sqlite');
  const options = { path, maxBytes: 2 ** 22, clock: systemClock, logger: silentLogger, onUnreadable: () => undefined };
  const [store, other] = [openSqliteResults(options), openSqliteResults(options)];
  return {
    store,
    other,
    stop: async () => {
      store.close();
      other.close();
    },
  };
});

describe('results in a file', () => {
  it('survive a restart of everything, until they are of no use', async () => {
    const { clock, open } = opener();
    const before = open();
    await before.put('key', about('x'), 60_000);
    before.close();
    const after = open();
    expect(await after.get('key')).toEqual(about('x'));
    await clock.advance(60_000);
    expect(await after.get('key')).toBeNull();
    after.close();
  });

  it('make room for each other where the file is full, those that end first going first', async () => {
    const { path, warned, open } = opener();
    const store = open(64 * 4_096);
    for (let i = 0; i < 400; i++) await store.put(`key ${i}`, about('x'.repeat(2_000)), 1_000 * (i + 1));
    expect(statSync(path).size).toBeLessThanOrEqual(64 * 4_096);
    expect([await store.get('key 0'), await store.get('key 399')]).toEqual([null, expect.anything()]);
    expect(warned).toEqual([]);
    store.close();
  });

  it('are begun anew where the file is no database, which is told once', async () => {
    const { path, warned, open } = opener();
    writeFileSync(path, 'not a database '.repeat(1_000));
    const store = open();
    await store.put('key', about('x'), 60_000);
    expect(await store.get('key')).toEqual(about('x'));
    expect(warned).toEqual([expect.stringContaining('made anew')]);
    store.close();
  });

  it('are gone without where there can be no file, which is told once', async () => {
    const { warned, open } = opener(join(folder, 'nowhere', 'file.sqlite'));
    const store = open();
    await store.put('key', about('x'), 60_000);
    await store.drop({ kind: 'price', subject: 'SKU-1', atMs: 0 });
    expect(await store.get('key')).toBeNull();
    expect(warned).toEqual([expect.stringContaining('goes on without')]);
    store.close();
  });

  it('that were tampered with are as good as not there', async () => {
    const { path, open, unreadable } = opener();
    const store = open();
    await store.put('key', about('x'), 60_000);
    const raw = new DatabaseSync(path);
    raw.exec(`update result set json = '{"answer":'`);
    raw.close();
    expect([await store.get('key'), unreadable()]).toEqual([null, 1]);
    store.close();
  });
});
