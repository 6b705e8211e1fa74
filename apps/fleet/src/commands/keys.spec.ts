import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { hashOfSecret, isWellFormedSecret } from '@turnfleet/principal';
import { Command } from 'commander';
import { addKeysCommands } from './keys.ts';

describe('turnfleet keys', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function scene(env: Record<string, string> = { API_KEYS_FILE: join(folder, `${Math.random()}.yaml`) }) {
    const clock = new ManualClock();
    const run = async (...args: string[]): Promise<string> => {
      let output = '';
      const terminal = { write: (text: string) => void (output += text) };
      const program = new Command().exitOverride();
      addKeysCommands(program, { env, clock, logger: silentLogger, terminal });
      await program.parseAsync(['keys', ...args], { from: 'user' });
      return output;
    };
    const json = async (...args: string[]) =>
      (await run(...args, '--json'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, string>);
    const made = async (...args: string[]) => {
      const [one] = await json('create', ...args);
      if (!one) throw new Error('nothing was made');
      return { key: one['key'] ?? '', id: one['id'] ?? '', record: one };
    };
    const states = async () => (await json('list')).map(({ id, state }) => [id, state]);
    return { clock, run, json, made, states, file: env['API_KEYS_FILE'] ?? '' };
  }

  it('prints a key once and keeps only its hash', async () => {
    const { made, run, file } = scene();
    const { key, id } = await made('--user', 'u-1', '--scopes', 'chat,read', '--name', 'desk');
    expect(isWellFormedSecret('tfk', key)).toBe(true);
    const kept = readFileSync(file, 'utf8');
    expect(kept).toContain(hashOfSecret(key));
    expect(kept).not.toContain(key.slice(4));
    expect(await run('list')).toBe(`${id}  good  default/u-1  chat read  without end  desk\n`);
  });

  it('makes no key of which nobody knows whose it is, nor one with what there is not', async () => {
    const { run } = scene();
    await expect(run('create')).rejects.toMatchObject({
      kind: 'invalid_request',
      details: { suggestion: expect.stringContaining('--user') },
    });
    await expect(run('create', '--user', 'u', '--act-as')).rejects.toMatchObject({ kind: 'invalid_request' });
    await expect(run('create', '--user', 'u', '--scopes', 'admin')).rejects.toThrow('no scope "admin"');
    await expect(run('create', '--user', 'u', '--expires', 'soon')).rejects.toThrow('"soon" is no time');
    await expect(run('create', '--whole-fleet', '--scopes', 'chat,operate')).rejects.toMatchObject({
      kind: 'invalid_request',
    });
    expect(await run('create', '--whole-fleet')).toContain('the whole fleet  operate');
  });

  it('revokes all that are named, or none', async () => {
    const { made, json, states, run } = scene();
    const [one, two] = [await made('--user', 'a'), await made('--act-as')];
    await expect(run('revoke', one.id, 'key-none')).rejects.toMatchObject({ kind: 'not_found' });
    expect(await states()).toEqual([
      [one.id, 'good'],
      [two.id, 'good'],
    ]);
    await json('revoke', one.id, two.id);
    expect(await states()).toEqual([
      [one.id, 'revoked'],
      [two.id, 'revoked'],
    ]);
  });

  it('rotates a key: both are good for the overlap, then only the new one, which lives as long', async () => {
    const { made, json, states, clock, run } = scene();
    const old = await made('--user', 'a', '--trusted', '--expires', '10d');
    await clock.advance(86_400_000);
    const [next] = await json('rotate', old.id, '--overlap', '1h');
    expect(next).toMatchObject({
      user: 'a',
      trusted: true,
      expiresAt: new Date(clock.now() + 10 * 86_400_000).toISOString(),
    });
    expect(await states()).toEqual([
      [old.id, 'good'],
      [next?.['id'], 'good'],
    ]);
    await clock.advance(3_600_000);
    expect(await states()).toEqual([
      [old.id, 'expired'],
      [next?.['id'], 'good'],
    ]);
    await expect(run('rotate', old.id)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('says where keys could be kept when nobody did', async () => {
    await expect(scene({}).run('list')).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining('REDIS_URL'),
    });
  });
});
