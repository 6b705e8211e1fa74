import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

interface ChildEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs an ES module given as text; relative imports start at this library's `src`. */
export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<ChildEnd>;
  /** Resolves when it has printed `text` on either stream. */
  says(text: string): Promise<void>;
}

export function runModule(code: string, env: Readonly<Record<string, string>> = {}): Child {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code];
  const cwd = join(import.meta.dirname);
  const child = spawn(process.execPath, args, { cwd, env: { ...env } });
  const said = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (said.stdout.includes(text) || said.stderr.includes(text)) resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended without saying "${text}":\n${said.stdout}${said.stderr}`)));
    });
  return { process: child, ended, says };
}
