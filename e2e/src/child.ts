import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeAtTheEnd } from './cleanup.ts';

export const root = join(import.meta.dirname, '../..');

export interface Child {
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** The first match in what it writes; rejects with all its output when it ends without one. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  signal(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Variables of the machine that would reach into a test, removed. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(KAFKA_|REDIS_|DATABASE_URL|OTEL_|OPENAI_|ANTHROPIC_|MODELS_FILE|FLOWS_|INTENTS_|ENCODER_|DIALOGUE_|TURNFLEET_|AUTH_|API_KEYS_FILE|JWT_|TURN_SIGNING_KEYS|UPSTREAM_|ADMISSION_|RATE_LIMITS|CORS_|TRUSTED_|STREAMS_|MAX_|SHED_|PORT$|HOST$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/**
 * Runs a file on this Node, in an empty folder, with nothing of ours in its environment but `env`. A relative `file` is one
 * of this checkout.
 */
export function startChild(
  file: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Child {
  const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
  const folder = mkdtempSync(join(tmpdir(), 'turnfleet-e2e-'));
  closeAtTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const child = spawn(process.execPath, [...flags, resolve(root, file), ...args], {
    cwd: folder,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watched(child);
}

function watched(child: ChildProcess): Child {
  let output = '';
  const listeners = new Set<() => void>();
  closeAtTheEnd(() => child.kill('SIGKILL'));
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of [...listeners]) listener();
    });
  }
  return {
    output: () => output,
    signal: (signal) => void child.kill(signal),
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        const tooEarly = (code: number | NodeJS.Signals): void =>
          reject(new Error(`ended with ${code} before it said ${pattern}:\n${output}`));
        ended.then(tooEarly, reject);
      }),
  };
}

/** Runs a file to its end. */
export async function runChild(
  file: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | NodeJS.Signals; readonly output: string }> {
  const child = startChild(file, args, env);
  const code = await child.ended;
  return { code, output: child.output() };
}

/** Asks it to end with SIGTERM; rejects with the end of its output unless it exits with 0. */
export async function stopCleanly(child: Child): Promise<void> {
  child.signal('SIGTERM');
  const code = await child.ended;
  if (code !== 0) throw new Error(`ended with ${code} instead of 0:\n${child.output().slice(-8_000)}`);
}
