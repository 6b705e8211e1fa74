import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportsOf } from './file-names.ts';

interface Rule {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/guide/architecture.md'), 'utf8');

/** The cells of the rows that begin with a tag in backticks. */
const rowsOf = (tag: RegExp): string[][] =>
  page
    .split('\n')
    .filter((line) => tag.test(line))
    .map((line) => line.split('|').slice(1, -1));

const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
const withPrefix = (prefix: string, word: string): string => (word.includes(':') ? word : `${prefix}:${word}`);

/** Tag and what may be imported, as the first and the last cell of a row say. */
const rulesOnPage = (tag: RegExp, prefix: string): Record<string, string[]> =>
  Object.fromEntries(
    rowsOf(tag).map((cells) => [
      quoted(cells[0])[0] ?? '',
      quoted(cells.at(-1))
        .map((word) => withPrefix(prefix, word))
        .sort(),
    ]),
  );

describe('the architecture page', () => {
  let rules: readonly Rule[];

  beforeAll(async () => {
    // A variable keeps the compiler from looking for types that a plain module does not have.
    const module: string = './layers.mjs';
    rules = ((await import(module)) as { layers: readonly Rule[] }).layers;
  });

  const inCode = (tag: RegExp, only: (allowed: string) => boolean): Record<string, string[]> =>
    Object.fromEntries(
      rules
        .filter(({ sourceTag }) => tag.test(sourceTag))
        .map(({ sourceTag, onlyDependOnLibsWithTags }) => [sourceTag, onlyDependOnLibsWithTags.filter(only).sort()]),
    );

  it('names exactly the layers that lint knows, and what each may import', () => {
    expect(rulesOnPage(/^\| `(type|role):/, 'type')).toEqual(inCode(/^(type|role):/, () => true));
  });

  it('names exactly the order within the pipeline that lint knows', () => {
    const onPage = rulesOnPage(/^\| `pipeline:/, 'pipeline');
    expect(onPage).toEqual(inCode(/^pipeline:/, (allowed) => allowed.startsWith('pipeline:')));
  });

  /** A file of the way of a turn: from the root, from `libs/pipeline`, or beside the one before it. */
  const wayFile = (file: string, before: string | undefined): string => {
    if (/^(libs|apps)\//.test(file)) return file;
    return file.includes('/') ? `libs/pipeline/${file}` : join(before ?? '', '..', file);
  };

  const way = page
    .split('\n')
    .map((line) => line.split('|').slice(1, -1))
    .filter((cells) => cells.length === 3 && /\.ts`\s*$/.test(cells[2] ?? ''))
    .map(([what = '', functions, files]) => {
      const paths = quoted(files).reduce<string[]>((all, file) => [...all, wayFile(file, all.at(-1))], []);
      return { what: what.trim(), functions: quoted(functions), paths };
    });

  it.each(way)('names the functions that a turn passes where they are: $what', ({ functions, paths }) => {
    const exported = paths.flatMap((path) => exportsOf(path, readFileSync(join(root, path), 'utf8')).values);
    expect(exported).toEqual(expect.arrayContaining(functions));
  });

  it('shows the way of a turn', () => {
    expect(way.length).toBeGreaterThan(15);
  });

  it('has a line for every library and app', () => {
    const folders = globSync(['libs/**/package.json', 'apps/*/package.json'], {
      cwd: root,
      exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
    }).map((path) => path.replace('/package.json', ''));
    const named = rowsOf(/^\| `(libs|apps)\//).flatMap(([first]) => quoted(first));
    expect(named.sort()).toEqual(folders.sort());
  });
});
