import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identityOf, isRunning, type ProcessId } from './identity.ts';
import { background, endProcess } from './process.ts';

let folder: string;
const started: ProcessId[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnfleet-process-spec-'));
});
afterEach(async () => {
  for (const each of started.splice(0)) await endProcess(each, 'SIGTERM', 0);
  rmSync(folder, { recursive: true });
});

async function start(script: string) {
  const launched = await background(process.execPath, ['-e', script], { cwd: folder, logFile: join(folder, 'log') });
  started.push(launched.process);
  return launched;
}

const forever = 'setInterval(() => {}, 1000)';

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((next) => setImmediate(next));
  }
}

describe('ending a process', () => {
  it('ends the one that was started', async () => {
    const { process } = await start(forever);
    expect(isRunning(process)).toBe(true);
    expect(await endProcess(process, 'SIGTERM', 10_000)).toBe(true);
    expect(isRunning(process)).toBe(false);
  });

  it('does not touch another one that has its number now', async () => {
    const { process } = await start(forever);
    expect(await endProcess({ pid: process.pid, identity: 'boot/1' }, 'SIGTERM', 0)).toBe(false);
    expect(isRunning(process)).toBe(true);
  });

  it('uses force on one that does not listen', async () => {
    const { process } = await start(`process.on('SIGTERM', () => {}); ${forever}`);
    expect(await endProcess(process, 'SIGTERM', 0)).toBe(true);
    expect(isRunning(process)).toBe(false);
  });

  it('says when it had ended already', async () => {
    const { process, ending } = await start('');
    await until(ending);
    expect(await endProcess(process, 'SIGTERM', 10_000)).toBe(false);
  });
});

describe('a process in the background', () => {
  it('tells how it ended, with the end of its log', async () => {
    const { ending } = await start('console.error("no room left"); process.exitCode = 3');
    expect(await until(ending)).toMatch(/^it ended with exit code 3; the end of its log:\n {4}no room left$/);
  });

  it('that cannot be started is an error with its name', async () => {
    const options = { cwd: folder, logFile: join(folder, 'log') };
    await expect(background('/no/such/server', [], options)).rejects.toThrow(/\/no\/such\/server could not be started/);
  });
});

it('a number that no process has, has no identity', () => {
  expect(identityOf(2 ** 22 + 1)).toBeUndefined();
});
