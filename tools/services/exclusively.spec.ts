import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exclusively } from './exclusively.ts';
import { identityOf } from './identity.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnfleet-lock-spec-'));
  lock = join(folder, 'deep', 'up.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock', () => {
  it('is held while the work goes on, and gone after it', async () => {
    const second = exclusively(lock, () => exclusively(lock, async () => 'both'));
    await expect(second).rejects.toThrow(`another "services up" or "down" is at work here (process ${process.pid})`);
    expect(readdirSync(join(folder, 'deep'))).toEqual([]);
    expect(await exclusively(lock, async () => 'free')).toBe('free');
  });

  it.each([
    ['whose process is gone', '4194305 boot/1'],
    ['whose process number was given to another', `${process.pid} boot/1`],
    ['that is empty', ''],
  ])('is taken over from one %s', async (_, content) => {
    await exclusively(lock, async () => {});
    writeFileSync(lock, content);
    expect(await exclusively(lock, async () => 'mine')).toBe('mine');
  });

  it('is respected as long as its process lives', async () => {
    await exclusively(lock, async () => {});
    writeFileSync(lock, `${process.ppid} ${identityOf(process.ppid)}\n`);
    await expect(exclusively(lock, async () => 'mine')).rejects.toThrow(`process ${process.ppid}`);
  });
});
