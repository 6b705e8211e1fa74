import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type VerdictCode, verdictCodes } from '../checker/verdict.ts';

/** A bug planted in a copy of the product, as a patch with a header. */
export interface Mutant {
  /** Of the file, without its ending: `03-ignore-epoch`. */
  readonly name: string;
  readonly patch: string;
  /** What is wrong with the product then, in a sentence. */
  readonly bug: string;
  /** Verdicts that show it; any of them finds it. */
  readonly shows: readonly VerdictCode[];
  readonly ground: Ground;
}

/** Where a bug is looked for, first at the place that is known to show it; the code may have moved on since. */
type Ground =
  /** Runs made up by a seed, with the state where the bug is. */
  | {
      readonly under: 'seeds';
      readonly known: number;
      readonly turns: number;
      readonly store: 'memory' | 'redis';
      readonly only?: readonly string[];
    }
  /** One thing that goes wrong at one moment of a small run, as `STRIKE at MOMENT`. */
  | { readonly under: 'strikes'; readonly known: string };

/** `root`: of the repository. In the order of their names. */
export async function readMutants(root: string): Promise<Mutant[]> {
  const folder = join(root, 'faults/mutants');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.patch')).sort();
  return Promise.all(
    files.map(async (file) => {
      const patch = join(folder, file);
      return mutantOf(basename(file, '.patch'), patch, await readFile(patch, 'utf8'));
    }),
  );
}

/** Reads the header, `Name: value` lines before the first `diff`. Throws if it does not say what it has to. */
export function mutantOf(name: string, patch: string, text: string): Mutant {
  const [header = ''] = text.split(/^diff /m);
  const field = (title: string): string => {
    const value = new RegExp(`^${title}: (.+)$`, 'm').exec(header)?.[1];
    if (value === undefined) throw new TypeError(`${name}.patch has no line "${title}: …" before its first diff`);
    return value;
  };
  const shows = field('Shows')
    .split(', ')
    .map((said) => {
      const code = verdictCodes.find((known) => known === said);
      if (!code) throw new TypeError(`${name}.patch: ${said} is no verdict of the checker`);
      return code;
    });
  return { name, patch, bug: field('Bug'), shows, ground: groundOf(name, field('Found')) };
}

/** `by seed 7 with 40 turns`, which may go on with `, only crash,time_passes` and with ` on redis`; or `by crash at 12`. */
function groundOf(name: string, found: string): Ground {
  const [, seed, turns, kinds, onRedis] =
    /^by seed (\d+) with (\d+) turns(?:, only ([\w,]+))?( on redis)?$/.exec(found) ?? [];
  if (seed !== undefined && turns !== undefined) {
    const only = kinds === undefined ? {} : { only: kinds.split(',') };
    const store = onRedis ? 'redis' : 'memory';
    return { under: 'seeds', known: Number(seed), turns: Number(turns), store, ...only };
  }
  const [, strike] = /^by (.+ at \d+)$/.exec(found) ?? [];
  if (strike !== undefined) return { under: 'strikes', known: strike };
  throw new TypeError(
    `${name}.patch: "Found: ${found}" is neither "by seed S with N turns[, only KINDS][ on redis]" nor "by STRIKE at MOMENT"`,
  );
}
