import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { apiKeyRecordSchema, hashOfSecret, mintSecret } from '@turnfleet/principal';
import { keysFile, readKeysFile } from './keys-file.ts';
import { signingKeys } from './signing-keys.ts';

const recordOf = (id: string) =>
  apiKeyRecordSchema.parse({
    ...{ id, sha256: hashOfSecret(mintSecret('tfk')), tenant: 'acme', user: 'u-1', scopes: ['chat'] },
    createdAt: '2026-01-01T00:00:00.000Z',
  });

describe('a file of keys', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read again within a second of a change', async () => {
    const clock = new ManualClock();
    const path = join(folder, 'changed.yaml');
    const [one, two] = [recordOf('key-0001'), recordOf('key-0002')];
    const file = keysFile(path, clock, silentLogger);
    expect(await file.find(one.sha256)).toBeNull();
    await file.put(one);
    await file.put(two);
    await clock.advance(1_000);
    expect(await file.find(one.sha256)).toEqual(one);
    await file.put({ ...one, revokedAt: '2026-02-01T00:00:00.000Z' });
    await clock.advance(1_000);
    expect(await file.list()).toEqual([{ ...one, revokedAt: '2026-02-01T00:00:00.000Z' }, two]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('is changed by one at a time, so that no key is lost, and not held up by who died over it', async () => {
    const clock = new ManualClock();
    const path = join(folder, 'busy.yaml');
    const file = keysFile(path, clock, silentLogger);
    writeFileSync(`${path}.lock`, '');
    const waiting = file.put(recordOf('key-0001'));
    await clock.advance(1_000);
    expect(existsSync(path)).toBe(false);
    rmSync(`${path}.lock`);
    await clock.advance(1_000);
    await waiting;
    writeFileSync(`${path}.lock`, '');
    const refused = expect(file.put(recordOf('key-0002'))).rejects.toMatchObject({ kind: 'overloaded' });
    await clock.advance(6_000);
    await refused;
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${path}.lock`, longAgo, longAgo);
    const last = file.put(recordOf('key-0003'));
    await clock.advance(1_000);
    await last;
    expect((await file.list()).map(({ id }) => id)).toEqual(['key-0001', 'key-0003']);
  });

  it('keeps what people wrote into it', async () => {
    const path = join(folder, 'commented.yaml');
    const one = recordOf('key-0001');
    writeFileSync(path, `# reviewed by Li\nkeys:\n  # the desk\n  - ${JSON.stringify(one)}\n`);
    await keysFile(path, new ManualClock(), silentLogger).put(recordOf('key-0002'));
    expect(readFileSync(path, 'utf8')).toMatch(/# reviewed by Li\nkeys:\n {2}# the desk/);
  });

  it('with mistakes changes nothing, and says so once', async () => {
    const clock = new ManualClock();
    const error = jest.fn<Logger['error']>();
    const path = join(folder, 'broken.yaml');
    const one = recordOf('key-0001');
    writeFileSync(path, JSON.stringify({ keys: [one] }));
    const file = keysFile(path, clock, { ...silentLogger, error });
    writeFileSync(path, JSON.stringify({ keys: [{ ...one, scopes: ['admin'] }, one, one] }));
    for (let second = 0; second < 5; second++) {
      await clock.advance(1_000);
      expect(await file.find(one.sha256)).toEqual(one);
    }
    expect(file.problem()).toMatch(/keys\[0\]\.scopes\.0 must be one of .*key-0001 has the hash of another key/);
    expect(error).toHaveBeenCalledTimes(1);
    writeFileSync(path, 'keys: []');
    await clock.advance(1_000);
    expect(await file.find(one.sha256)).toBeNull();
    expect(file.problem()).toBeNull();
  });

  it.each(['', 'keys', 'keys: 7', 'keys: [', '- a'])('is none: %j', (text) => {
    expect(readKeysFile(text).ok).toBe(false);
  });
});

describe('signing keys', () => {
  const long = 'x'.repeat(32);
  it('are named, in order, and long enough', () => {
    expect([...(signingKeys(`new:${long}, old:${long}y`)?.keys() ?? [])]).toEqual(['new', 'old']);
    for (const wrong of ['', long, 'a:short', `a:${long},a:${long}`, `a b:${long}`, `a:${long},`])
      expect(signingKeys(wrong)).toBeNull();
  });
});
