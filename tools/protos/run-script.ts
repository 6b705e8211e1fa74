import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Runs buf in the root of the repository, where buf.yaml lies; throws with its output if it fails. */
export function buf(args: readonly string[]): void {
  runScript('node_modules/@bufbuild/buf/bin/buf', args);
}

/** Runs a Node program of a dependency; throws with its output if it fails. */
export function runScript(script: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
