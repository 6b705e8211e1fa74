import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { CachedResult } from '@turnfleet/tools';
import { openSqliteResults } from './sqlite-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
const mounted = mountSmallDisk();

/** A disk of one MiB, or false where this user may not mount one. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

const about = (text: string): CachedResult => ({
  answer: { found: true, result: { text } },
  asOf: 1,
  scope: { kinds: ['price'], codes: ['SKU-1'], tenant: 'default' },
});
const ballast = join(folder, 'ballast');

const title = 'results on a disk that is full';
(mounted ? describe : describe.skip)(mounted ? title : `${title} (skipped: no right to mount a tmpfs)`, () => {
  let warned: string[];
  beforeEach(() => {
    warned = [];
    rmSync(ballast, { force: true });
  });
  const open = (name: string) => {
    const logger: Logger = { ...silentLogger, warn: (_, text) => void warned.push(String(text)) };
    const path = join(folder, name);
    const options = { path, maxBytes: 2 ** 26, clock: new ManualClock(), logger, onUnreadable: () => undefined };
    return openSqliteResults(options);
  };
  /** Leaves so many bytes of the disk. */
  const fill = (left = 0): void => {
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  };
  /** A store may say that it could not keep something: whoever asks it goes on without. */
  const tried = async (work: Promise<unknown>): Promise<unknown> => work.catch(() => null);

  it('are lost and nothing else: what is read then is right or not there, and all is kept again when there is room', async () => {
    const store = open('fills.sqlite');
    const wrong: string[] = [];
    for (let i = 0; i < 200; i++) {
      if (i === 20) fill(8_192);
      await tried(store.put(`key ${i}`, about(`${i} ${'x'.repeat(4_000)}`), 60_000));
      const found = (await tried(store.get(`key ${i}`))) as CachedResult | null;
      const said = JSON.stringify(found?.answer ?? null);
      if (found && !said.includes(`"${i} x`)) wrong.push(said);
    }
    expect(wrong).toEqual([]);
    await tried(store.drop({ kind: 'price', subject: 'SKU-1', atMs: 0 }));
    expect(warned.length).toBeLessThanOrEqual(2);
    store.close();

    rmSync(ballast);
    const again = open('fills.sqlite');
    await again.put('after', about('room'), 60_000);
    expect(await again.get('after')).toEqual(about('room'));
    again.close();
  });

  it('are gone without, which is told once, where the disk was full from the start', async () => {
    fill();
    const store = open('never.sqlite');
    for (let i = 0; i < 5; i++) await tried(store.put(`key ${i}`, about('x'), 60_000));
    expect(await tried(store.get('key 1'))).toBeNull();
    expect(warned.length).toBeGreaterThan(0);
    expect(warned.length).toBeLessThanOrEqual(2);
    store.close();
  });
});
