import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commentsIn, mayHaveLongComment } from './comments.ts';

const root = join(import.meta.dirname, '..');
const mostWords = 85;

const sources = (): string[] =>
  globSync('{apps,libs,bench,e2e,faults,tools}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|generated)$/.test(path),
  });

describe('comments', () => {
  it('are counted with the lines that continue them', () => {
    const source = "// one two\n// three\nconst glob = '/* no comment */';\n/** Four\n * five. */\nexport {};\n";
    expect(commentsIn('example.ts', source)).toEqual([
      { line: 1, words: 3 },
      { line: 4, words: 2 },
    ]);
  });

  it(`have at most ${mostWords} words, in the whole tree`, () => {
    const tooLong = sources()
      .map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }))
      .filter(({ source }) => mayHaveLongComment(source, mostWords))
      .flatMap(({ path, source }) => commentsIn(path, source).map((comment) => ({ path, ...comment })))
      .filter(({ words }) => words > mostWords);
    expect(tooLong).toEqual([]);
  });
});
