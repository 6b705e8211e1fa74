import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];
const placeholder = /NAME|NN|[<>*{}…]/;

/** The paths in a text, each without the line or the anchor that follows it; those with a placeholder are left out. */
function pathsIn(text: string): string[] {
  const found = text.match(/(?<![\w./-])(libs|apps|tools|bench|e2e|faults|infra|k8s|protos)\/[\w./@<>*{},…-]+/g) ?? [];
  return found.filter((path) => !placeholder.test(path)).map((path) => path.replace(/[.,/]+$/, ''));
}

/** Pages may name a spec without its `.ts`. */
const isThere = (path: string): boolean => existsSync(join(root, path)) || existsSync(join(root, `${path}.ts`));

const files = new Set(
  globSync('{apps,libs,bench,e2e,faults,k8s,tools}/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
  }).map((path) => path.slice(path.lastIndexOf('/') + 1)),
);

describe('paths in the docs', () => {
  it('are found between other words', () => {
    expect(pathsIn('see `libs/core/src/ids.ts`, tools/layers.mjs. or apps/NAME/src and ../apps/x')).toEqual([
      'libs/core/src/ids.ts',
      'tools/layers.mjs',
    ]);
  });

  it.each(pages)('exist, all that %s names', (page) => {
    const paths = pathsIn(readFileSync(join(root, page), 'utf8'));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
  });

  it.each(pages)('exist, all files that %s names without their folder', (page) => {
    const names = readFileSync(join(root, page), 'utf8').matchAll(/`([a-z][a-z0-9.-]*\.(?:tsx?|mjs))`/g);
    expect([...names].map(([, name = '']) => name).filter((name) => !files.has(name))).toEqual([]);
  });

  it.each(pages)('lead somewhere, all links of %s', (page) => {
    const links = readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g);
    const targets = [...links].map(([, target = '']) => join(root, page, '..', target));
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });
});
