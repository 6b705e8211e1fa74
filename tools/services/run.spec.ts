import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Config, readConfig } from './config.ts';
import type { Interruption } from './interruption.ts';
import { runWithServices } from './run.ts';

let folder: string;
let redis: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turnfleet-run-spec-'));
  // Enough of Redis to be taken for one: every command is answered with PONG.
  redis = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (commands) => {
      const count = String(commands).match(/^\*/gm)?.length ?? 0;
      socket.write('+PONG\r\n'.repeat(count));
    });
  });
  await new Promise<void>((listening) => redis.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  await new Promise((closed) => redis.close(closed));
  rmSync(folder, { recursive: true });
});

function redisUrl(): string {
  const address = redis.address();
  return `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** What a machine without Docker and any server programs would say, with this much set. */
function configOf(environment: NodeJS.ProcessEnv): Config {
  return readConfig({ PATH: '/usr/bin:/bin', XDG_CACHE_HOME: folder, ...environment, OUT: join(folder, 'out') });
}

function run(config: Config, script: string, interruption: Partial<Interruption> = {}) {
  const lines: string[] = [];
  const none: Interruption = { signal: new AbortController().signal, handOver: () => {}, dispose: () => {} };
  const code = runWithServices({
    config,
    only: ['redis'],
    command: ['sh', '-c', script],
    log: (line) => lines.push(line),
    interruption: { ...none, ...interruption },
  });
  return { code, lines };
}

const written = () => readFileSync(join(folder, 'out'), 'utf8').trim();

describe('running a command', () => {
  it('gives it the address, and does not say that a found server is ours', async () => {
    const { code } = run(configOf({ REDIS_URL: redisUrl() }), 'echo "$REDIS_URL,$TURNFLEET_SERVICES_OWNED" > "$OUT"');
    expect(await code).toBe(0);
    expect(written()).toBe(`${redisUrl()},`);
  });

  it('passes its exit code through', async () => {
    expect(await run(configOf({ REDIS_URL: redisUrl() }), 'exit 7').code).toBe(7);
  });

  it('makes 128 + n of a signal that ended it', async () => {
    expect(await run(configOf({ REDIS_URL: redisUrl() }), 'kill -TERM $$').code).toBe(143);
  });

  it('hands signals over to it', async () => {
    const handOver: Interruption['handOver'] = (receiver) => receiver('SIGTERM');
    expect(await run(configOf({ REDIS_URL: redisUrl() }), 'exec sleep 60', { handOver }).code).toBe(143);
  });

  it('does not begin when the signal came before', async () => {
    const signal = AbortSignal.abort(new Error('interrupted by SIGINT'));
    const { code } = run(configOf({ REDIS_URL: redisUrl() }), 'touch "$OUT"', { signal });
    await expect(code).rejects.toThrow('interrupted by SIGINT');
    expect(written).toThrow(/ENOENT/);
  });
});

describe('a service that is missing', () => {
  const config = (more: NodeJS.ProcessEnv) => configOf({ REDIS_URL: 'redis://127.0.0.1:1', ...more });

  it('is named to the command with the reason, its address unset', async () => {
    const { code, lines } = run(config({}), 'echo "${REDIS_URL-unset} $TURNFLEET_SERVICES_MISSING" > "$OUT"');
    expect(await code).toBe(0);
    expect(written()).toMatch(/^unset redis: REDIS_URL is set to redis:\/\/127\.0\.0\.1:1, but nothing listens there/);
    expect(lines.join()).toContain('redis is not available: REDIS_URL is set to');
  });

  it('is a failure on a build machine, where the command does not run', async () => {
    const { code } = run(config({ CI: 'true' }), 'touch "$OUT"');
    await expect(code).rejects.toThrow('a service is missing, and CI=true makes that a failure');
    expect(written).toThrow(/ENOENT/);
  });
});

it('a command that does not exist is exit code 127', async () => {
  const lines: string[] = [];
  const code = await runWithServices({
    config: configOf({ REDIS_URL: redisUrl() }),
    only: ['redis'],
    command: ['no-such-command'],
    log: (line) => lines.push(line),
    interruption: { signal: new AbortController().signal, handOver: () => {}, dispose: () => {} },
  });
  expect(code).toBe(127);
  expect(lines.join()).toContain('no-such-command could not be run');
});
