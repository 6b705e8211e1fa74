import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Module, moduleGraph, moduleOf } from './module-graph.ts';
import { unusedExports, withoutExports } from './unused-exports.ts';

const packages = new Map([['@turnfleet/lib', 'lib/index.ts']]);
const graph = (sources: Readonly<Record<string, string>>): readonly Module[] =>
  Object.entries(sources).map(([path, source]) => moduleOf(path, source, packages));

describe('an export', () => {
  it('is needed where another file imports it: by name, as a type, whole or while it runs', () => {
    const users = [
      "import { a, type B } from './x.ts';",
      "import * as y from './y.ts';",
      "const z = import('./z.ts');",
      "type W = import('./w.ts').Far;",
    ];
    const sources = {
      'lib/x.ts': 'export const a = 1; export interface B {}',
      'lib/y.ts': 'export function c() {}',
      'lib/z.ts': 'export class D {}',
      'lib/w.ts': 'export type Far = 1;',
      'lib/users.ts': users.join('\n'),
    };
    expect(unusedExports(graph(sources))).toEqual(new Map());
  });

  it('is needed where an entry point passes it on to somebody who imports it', () => {
    const sources = {
      'lib/x.ts': 'export const a = 1; export const b = 2; export const c = 3;',
      'lib/index.ts': "export { a, b } from './x.ts'; export * from './y.ts';",
      'lib/y.ts': 'export const d = 1; export const e = 1;',
      'app/main.ts': "import { a, d } from '@turnfleet/lib';",
    };
    expect(unusedExports(graph(sources))).toEqual(
      new Map([
        ['lib/x.ts', ['b', 'c']],
        ['lib/y.ts', ['e']],
      ]),
    );
  });

  it('loses its word, and its place in an entry point, where nobody needs it', () => {
    const source = '/** A. */\nexport const a = 1;\nexport async function b() {}\nexport type C = 1;\n';
    expect(withoutExports('x.ts', source, ['a', 'b'], new Map())).toBe(
      '/** A. */\nconst a = 1;\nasync function b() {}\nexport type C = 1;\n',
    );
    const index = "export { a, type C } from './x.ts';\nexport { b } from './x.ts';\n";
    expect(withoutExports('index.ts', index, [], new Map([['./x.ts', ['a', 'b']]]))).toBe(
      "export { type C } from './x.ts';\n",
    );
  });

  it('is needed, whichever it is in the whole tree', () => {
    const unused = unusedExports(moduleGraph(join(import.meta.dirname, '..')));
    expect([...unused].map(([path, names]) => `${path}: ${names.join(', ')}`)).toEqual([]);
  }, 60_000);
});
