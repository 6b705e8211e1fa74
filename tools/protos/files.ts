import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** All files below a folder as path (with `/`, relative to it) → text, in the order of their paths. */
export function filesBelow(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** One line per file that is missing, not wanted or different. */
export function differences(actual: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): string[] {
  const missing = [...wanted.keys()].filter((path) => !actual.has(path)).map((path) => `missing: ${path}`);
  const left = [...actual.keys()].filter((path) => !wanted.has(path)).map((path) => `left over: ${path}`);
  const changed = [...wanted].filter(([path, text]) => actual.has(path) && actual.get(path) !== text);
  return [...missing, ...left, ...changed.map(([path]) => `different: ${path}`)];
}

/** Runs `work` with a new empty folder that is gone afterwards. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'turnfleet-protos-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
