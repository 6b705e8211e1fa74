import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');

/** What the libraries say to shoppers stands in `libs/contract/src/words`; here Chinese is something else. */
const notSaid = {
  'libs/contract/src/http/desk.ts': 'examples in the API docs',
  'libs/contract/src/http/schemas.ts': 'examples in the API docs',
  'libs/contract/src/schemas/reply.ts': 'examples in the API docs',
  'libs/contract/src/schemas/turn.ts': 'examples in the API docs',
  'libs/contract/src/schemas/local-time.ts': 'how a language writes a date',
  'libs/pipeline/turn/src/without-model/fillers.ts': 'what shoppers say',
  'libs/pipeline/turn/src/without-model/plain-questions.ts': 'what shoppers say',
  'libs/runtime/model/src/routing/complexity.ts': 'what shoppers say',
} as Readonly<Record<string, string>>;

/** What shoppers and models say is read there. */
const readers = /^libs\/runtime\/(grounding|intent|reading|flows)\//;

const sources = (): string[] =>
  globSync('libs/{contract,runtime,pipeline,platform}/**/*.ts', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|generated|testing|words)$/.test(path),
  }).filter((path) => !/\.spec\.ts$|(^|\/)testing\.ts$/.test(path));

const hasChinese = (path: string): boolean =>
  textsIn(path, readFileSync(join(root, path), 'utf8')).some((text) => /\p{Script=Han}/u.test(text));

/** The texts of a source: its strings, the pieces of its templates and its regular expressions; no comments. */
function textsIn(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node) || ts.isRegularExpressionLiteral(node)) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
  return found.filter((text) => text !== '');
}

describe('the words for shoppers', () => {
  it('are found in strings and templates, not in comments', () => {
    const source = "// 注释\nconst a = '您好'; const b = `共 ${a} 件`; const c = /是/;";
    expect(textsIn('example.ts', source)).toEqual(['您好', '共 ', ' 件', '/是/']);
  });

  it('stand in libs/contract/src/words and nowhere else in the libraries', () => {
    expect(
      sources()
        .filter(hasChinese)
        .filter((path) => !(path in notSaid) && !readers.test(path)),
    ).toEqual([]);
  });

  it.each(Object.keys(notSaid))('has a reason to leave out %s', (path) => {
    expect(hasChinese(path)).toBe(true);
  });
});
