import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isNamedFreely } from './file-names.ts';
import { type Module, moduleGraph, usersOf } from './module-graph.ts';

const leastLines = 15;

/** Files that are to grow, or to join their user; the list only gets shorter. */
const notYet = ['libs/runtime/tools/src/mcp-tools.ts'];

/** Small files that one other file needs, its own spec aside. Files that export nothing are entry points. */
function smallOfOneUser(graph: readonly Module[]): readonly string[] {
  const users = usersOf(graph);
  return graph
    .filter(({ path, lines, declares }) => lines < leastLines && declares.length > 0 && !isNamedFreely(path))
    .filter(({ path, declares }) => {
      const all = new Set(declares.flatMap((name) => [...(users.get(`${path}#${name}`) ?? [])]));
      all.delete(path.replace(/\.tsx?$/, '.spec.ts'));
      return all.size <= 1;
    })
    .map(({ path }) => path);
}

const module = (path: string, lines: number, declares: readonly string[], ...froms: readonly string[]): Module => ({
  path,
  lines,
  declares,
  imports: froms.map((from) => ({ name: from, from, names: ['*'], passedOn: path.endsWith('index.ts') })),
});

describe('a small file', () => {
  const shared = module('src/shared.ts', 5, ['one']);
  const index = module('src/index.ts', 1, [], 'src/shared.ts');

  it('joins its only user', () => {
    expect(smallOfOneUser([shared, module('src/big.ts', 90, ['big'], 'src/shared.ts')])).toEqual(['src/shared.ts']);
  });

  it('does not live of its own spec', () => {
    const users = [
      module('src/big.ts', 90, ['big'], 'src/shared.ts'),
      module('src/shared.spec.ts', 9, [], 'src/shared.ts'),
    ];
    expect(smallOfOneUser([shared, ...users])).toEqual(['src/shared.ts']);
  });

  it('stays where several files use it, be it by an entry point', () => {
    const users = ['a.ts', 'b.ts'].map((path) => module(path, 90, ['big'], 'src/index.ts'));
    expect(smallOfOneUser([shared, index, ...users])).toEqual([]);
  });

  it('stays as an entry point, and where it is called after its place', () => {
    expect(smallOfOneUser([module('src/thread.ts', 9, []), module('src/config.ts', 9, ['readConfig'])])).toEqual([]);
  });

  it('has several users, in the whole tree', () => {
    const found = smallOfOneUser(moduleGraph(join(import.meta.dirname, '..')));
    expect(found.filter((path) => !notYet.includes(path))).toEqual([]);
  }, 60_000);
});
