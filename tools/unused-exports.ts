import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type Module, moduleGraph, usersOf } from './module-graph.ts';

/** Names that a file exports and no other file imports, by path. What nobody asks for says no `export`. */
export function unusedExports(graph: readonly Module[]): ReadonlyMap<string, readonly string[]> {
  const users = usersOf(graph);
  const isUsed = (path: string, name: string): boolean =>
    [...(users.get(`${path}#${name}`) ?? [])].some((user) => user !== path);
  return new Map(
    graph
      .filter(({ path }) => /(?<!\.d)\.tsx?$/.test(path))
      .map(({ path, declares }) => [path, declares.filter((name) => !isUsed(path, name))] as const)
      .filter(([, names]) => names.length > 0),
  );
}

/** The source without the word before these names, and without what passes on `passedOn`: names by the text behind `from`. */
export function withoutExports(
  path: string,
  source: string,
  names: readonly string[],
  passedOn: ReadonlyMap<string, readonly string[]>,
): string {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const cuts: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  for (const statement of file.statements) {
    const word = wordOf(statement);
    if (word && namesOf(statement).every((name) => names.includes(name))) {
      cuts.push({ from: word.getStart(file), to: word.end + 1, text: '' });
    }
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && statement.exportClause) {
      const gone = passedOn.get((statement.moduleSpecifier as ts.StringLiteral).text) ?? [];
      if (!ts.isNamedExports(statement.exportClause)) continue;
      const left = statement.exportClause.elements.filter(
        ({ name, propertyName }) => !gone.includes((propertyName ?? name).text),
      );
      if (left.length === statement.exportClause.elements.length) continue;
      const { pos, end } = left.length > 0 ? statement.exportClause : statement;
      const text = left.length > 0 ? ` { ${left.map((element) => element.getText(file)).join(', ')} }` : '';
      cuts.push({ from: pos, to: end, text });
    }
  }
  return cuts.toReversed().reduce((text, cut) => text.slice(0, cut.from) + cut.text + text.slice(cut.to), source);
}

const wordOf = (statement: ts.Statement): ts.Modifier | undefined =>
  ts.canHaveModifiers(statement)
    ? ts.getModifiers(statement)?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    : undefined;

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : ''));
  }
  return [(statement as ts.DeclarationStatement).name?.text ?? ''];
}

/** Takes the word away wherever it is not needed: `node tools/unused-exports.ts --write`; without it they are listed. */
function run(root: string, write: boolean): void {
  const graph = moduleGraph(root);
  const unused = unusedExports(graph);
  for (const { path, imports } of write ? graph : []) {
    const passedOn = new Map(
      imports.flatMap(({ from, name }) => (unused.has(from) ? [[name, unused.get(from) ?? []] as const] : [])),
    );
    const source = readFileSync(join(root, path), 'utf8');
    const less = withoutExports(path, source, unused.get(path) ?? [], passedOn);
    if (less !== source) writeFileSync(join(root, path), less);
  }
  for (const [path, names] of unused) process.stdout.write(`${path}: ${names.join(', ')}\n`);
}

if (process.argv[1] === import.meta.filename) run(join(import.meta.dirname, '..'), process.argv.includes('--write'));
