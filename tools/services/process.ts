import { type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from './has-code.ts';
import { identityOf, isRunning, type ProcessId } from './identity.ts';

export interface Background {
  readonly process: ProcessId;
  /** How it ended, with the end of its log; undefined while it runs. */
  readonly ending: () => Promise<string | undefined>;
}

interface BackgroundOptions {
  readonly cwd: string;
  readonly logFile: string;
  /** Runs as this user; `uid` and `gid` as in passwd(5). */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** Starts a server that outlives this process: in a session of its own, so that Ctrl-C in the terminal does not reach it. */
export async function background(
  command: string,
  args: readonly string[],
  options: BackgroundOptions,
): Promise<Background> {
  const log = openSync(options.logFile, 'a');
  const spawned: SpawnOptions = { cwd: options.cwd, detached: true, stdio: ['ignore', log, log], ...options.user };
  const child = spawn(command, args, spawned);
  const started = Promise.withResolvers<void>();
  let ending: string | undefined;
  child.once('spawn', started.resolve);
  child.once('error', (error) => started.reject(new Error(`${command} could not be started: ${error.message}`)));
  child.once('exit', (code, signal) => {
    ending = `it ended with ${signal ?? `exit code ${code}`}`;
  });
  try {
    await started.promise;
  } finally {
    closeSync(log);
  }
  child.unref();
  const pid = child.pid ?? 0;
  return {
    process: { pid, identity: identityOf(pid) ?? 'gone' },
    ending: async () => ending && `${ending}${logTail(options.logFile)}`,
  };
}

/** Ends that very process, first as asked, after `graceMs` by force. False if it was gone already. */
export async function endProcess(target: ProcessId, signal: 'SIGINT' | 'SIGTERM', graceMs: number): Promise<boolean> {
  if (!isRunning(target)) return false;
  send(target.pid, signal);
  for (let waited = 0; waited < graceMs && isRunning(target); waited += 25) await pause(25);
  if (isRunning(target)) send(target.pid, 'SIGKILL');
  while (isRunning(target)) await pause(25);
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return; // ended in this very moment
    throw error;
  }
}

function logTail(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8);
  return lines.join('').trim() === '' ? '' : `; the end of its log:\n    ${lines.join('\n    ')}`;
}
