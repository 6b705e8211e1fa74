import { type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

interface CommandOptions {
  readonly signal?: AbortSignal;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly environment?: NodeJS.ProcessEnv;
  readonly onLine?: (line: string) => void;
}

interface CommandResult {
  /** Null when it could not be started or a signal ended it. */
  readonly code: number | null;
  /** The last lines of what it wrote, without colours. */
  readonly output: string;
}

/** Runs a command to its end. Does not throw for a failing command; only for an aborted one. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const spawned: SpawnOptions = {
    cwd: options.cwd,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  };
  const child = spawn(command, args, spawned);
  const abort = () => child.kill('SIGTERM');
  options.signal?.addEventListener('abort', abort);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (raw) => {
      const line = stripVTControlCharacters(raw).trimEnd();
      lines.push(line);
      if (lines.length > 40) lines.shift();
      options.onLine?.(line);
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      lines.push(error.message);
      resolve(null);
    });
    child.once('close', resolve);
  });
  options.signal?.removeEventListener('abort', abort);
  options.signal?.throwIfAborted();
  return { code, output: lines.join('\n').trim() };
}

/** The first of `folders` that holds an executable file of this name. */
export function findExecutable(name: string, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue; // not here
    }
  }
  return undefined;
}

export function searchPath(environment: Readonly<NodeJS.ProcessEnv>): readonly string[] {
  return (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}
