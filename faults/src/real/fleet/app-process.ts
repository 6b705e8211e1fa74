import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

interface AppPlan {
  /** `orchestrator-2`: names its log file. */
  readonly name: string;
  readonly app: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where its log goes. */
  readonly folder: string;
  /** Gives up waiting for it to be ready. */
  readonly signal: AbortSignal;
}

/** One app as a process of its own, under a supervisor that starts it again when it ends unasked, as an operator's would. */
export interface AppProcess {
  readonly name: string;
  /** How often it ended unasked. */
  readonly crashes: number;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  /** kill -9; it stays down until `start`. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code when it has ended. */
  stop(): Promise<number>;
  signal(signal: NodeJS.Signals): void;
}

const root = join(import.meta.dirname, '../../../..');
const flags = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];
const readyWithinMs = 300_000;
const restartPauseMs = 1_000;

const alive = new Set<ChildProcess>();
// Whatever ends this process, none of its children outlives it.
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

export function appProcess(
  { name, app, env, folder, signal: gaveUp }: AppPlan,
  say: (line: string) => void,
): AppProcess {
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  let child: ChildProcess | undefined;
  let wanted = false;
  let crashes = 0;

  async function launch(): Promise<void> {
    const file = join(root, `apps/${app}/src/main.ts`);
    const started = spawn(process.execPath, [...flags, file], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        LOG_LEVEL: 'info',
        // Processes are started all the time here: only the first of an app reads its sources.
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    alive.add(started);
    const ready = Promise.withResolvers<void>();
    let told = '';
    const listen = (text: string): void => {
      log.write(text);
      if (told === 'ready') return;
      told = (told + text).slice(-4_000);
      if (!told.includes(' is ready"')) return;
      told = 'ready';
      ready.resolve();
    };
    for (const stream of [started.stdout, started.stderr]) stream?.setEncoding('utf8').on('data', listen);
    started.once('exit', (code, signal) => {
      alive.delete(started);
      log.write(`--- ended with ${code ?? signal}\n`);
      ready.reject(new Error(`${name} ended with ${code ?? signal} before it was ready:\n${told}`));
      if (child === started && wanted) void revive(code ?? signal);
    });
    const patience = pause(readyWithinMs, undefined, { ref: false, signal: gaveUp }).then(() => {
      throw new Error(`${name} was not ready within ${readyWithinMs / 1_000} s:\n${told}`);
    });
    await Promise.race([ready.promise, patience]);
  }

  async function revive(how: number | string | null): Promise<void> {
    crashes++;
    say(`${name} ended unasked with ${how}; its supervisor starts another`);
    await pause(restartPauseMs);
    // One that cannot start yet ends again, and comes here again.
    if (wanted) await launch().catch((error: unknown) => say(String(error).slice(0, 300)));
  }

  async function gone(signal: NodeJS.Signals): Promise<number> {
    wanted = false;
    const last = child;
    if (!last || last.exitCode !== null || last.signalCode !== null) return last?.exitCode ?? 0;
    const ended = once(last, 'exit');
    last.kill(signal);
    await ended;
    return last.exitCode ?? -1;
  }

  return {
    name,
    get crashes() {
      return crashes;
    },
    start: async () => {
      wanted = true;
      await launch();
    },
    kill: async () => void (await gone('SIGKILL')),
    stop: () => gone('SIGTERM'),
    signal: (signal) => void child?.kill(signal),
  };
}
