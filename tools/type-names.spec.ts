import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');

interface Source {
  /** From the root, as `libs/core/src/clock.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Types that two libraries export under one name. */
function typesTwice(sources: readonly Source[]): readonly string[] {
  const libraries = new Map<string, Set<string>>();
  for (const { path, text } of sources) {
    for (const [, name = ''] of text.matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm)) {
      const all = libraries.get(name) ?? new Set();
      libraries.set(name, all.add(path.slice(0, path.indexOf('/src/'))));
    }
  }
  return [...libraries]
    .filter(([, all]) => all.size > 1)
    .map(([name]) => name)
    .sort();
}

describe('the name of an exported type', () => {
  const scene = { path: 'libs/testing/src/scene.ts', text: 'export interface Scene {}' };

  it.each([
    ['twice in one library', 'libs/testing/src/other.ts', 'export type Scene = string;', []],
    ['in two libraries', 'libs/core/src/other.ts', 'export class Scene {}', ['Scene']],
    ['in another that does not export it', 'libs/core/src/other.ts', 'interface Scene {}', []],
  ])('counts once a library: %s', (_, path, text, told) => {
    expect(typesTwice([scene, { path, text }])).toEqual(told);
  });

  it('is that of one library', () => {
    const paths = globSync('libs/**/src/**/*.ts', {
      cwd: root,
      exclude: (path) => /(^|\/)(node_modules|dist|generated)$|\.spec\.ts$/.test(path),
    });
    const twice = typesTwice(paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })));
    expect(twice).toEqual([]);
  });
});
