import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** What a file takes from another: names, or `*` where nobody can tell which. */
interface Import {
  /** As it stands behind `from`, and the path of that file from the root. */
  readonly name: string;
  readonly from: string;
  readonly names: readonly string[];
  /** Passed on to whoever imports this file, by `export … from`. */
  readonly passedOn: boolean;
}

export interface Module {
  readonly path: string;
  readonly lines: number;
  /** Names that the file exports by declaring them. */
  readonly declares: readonly string[];
  readonly imports: readonly Import[];
}

const folders = '{apps,libs,bench,e2e,faults,infra,k8s,tools}/**/*.{ts,tsx,mjs}';

/** Every source of the repository, specs included, and what each takes from which; paths from the root. */
export function moduleGraph(root: string): readonly Module[] {
  const packages = packagesIn(root);
  return globSync(folders, { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist|generated)$/.test(path) })
    .sort()
    .map((path) => moduleOf(path, readFileSync(join(root, path), 'utf8'), packages));
}

/** `packages`: the file behind each name by which a workspace package is imported. */
export function moduleOf(path: string, source: string, packages: ReadonlyMap<string, string>): Module {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const resolve = (name: string): string =>
    packages.get(name) ?? (name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
  const imports: Import[] = [];
  const add = (from: ts.Expression, names: readonly string[], passedOn = false): void => {
    if (ts.isStringLiteralLike(from)) imports.push({ name: from.text, from: resolve(from.text), names, passedOn });
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) add(statement.moduleSpecifier, importedBy(statement.importClause));
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) {
      const { exportClause } = statement;
      add(statement.moduleSpecifier, elementsOf(exportClause), !exportClause || ts.isNamedExports(exportClause));
    }
  }
  if (/\bimport\(/.test(source)) addDynamic(file, add);
  return { path, lines: source.split('\n').length - 1, declares: file.statements.flatMap(declaredBy), imports };
}

/** `import('./x.ts')`, as a value or as a type. */
function addDynamic(file: ts.SourceFile, add: (from: ts.Expression, names: readonly string[]) => void): void {
  const visit = (node: ts.Node): void => {
    const [from] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && from) add(from, ['*']);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, ['*']);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function importedBy(clause: ts.ImportClause | undefined): readonly string[] {
  return [...(clause?.name ? ['default'] : []), ...(clause?.namedBindings ? elementsOf(clause.namedBindings) : [])];
}

/** Names as the other file has them. */
function elementsOf(clause: ts.NamedImportBindings | ts.NamedExportBindings | undefined): readonly string[] {
  if (!clause || !('elements' in clause)) return ['*'];
  return clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function declaredBy(statement: ts.Statement): readonly string[] {
  const exported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  const { name } = statement as ts.DeclarationStatement;
  return name ? [name.text] : [];
}

const namesIn = (name: ts.BindingName): readonly string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));

function packagesIn(root: string): ReadonlyMap<string, string> {
  const found = globSync('{apps,libs,bench,e2e,faults,tools}/**/package.json', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
  });
  return new Map(found.flatMap((path) => entriesOf(path, readFileSync(join(root, path), 'utf8'))));
}

function entriesOf(path: string, text: string): readonly (readonly [string, string])[] {
  const { name, exports = {} } = JSON.parse(text) as { name: string; exports?: Record<string, string> };
  return Object.entries(exports).map(([entry, file]) => [
    normalize(join(name, entry)),
    normalize(join(dirname(path), file)),
  ]);
}

/** Who uses each name that is declared with `export`, as `PATH#NAME`: the paths of the files that import it, by whatever way. */
export function usersOf(graph: readonly Module[]): ReadonlyMap<string, ReadonlySet<string>> {
  const modules = new Map(graph.map((module) => [module.path, module]));
  const users = new Map<string, Set<string>>();
  const use = (path: string, name: string, user: string, seen: ReadonlySet<string>): void => {
    const module = modules.get(path);
    if (!module || seen.has(path)) return;
    for (const declared of name === '*' ? module.declares : module.declares.filter((one) => one === name)) {
      const key = `${path}#${declared}`;
      users.set(key, (users.get(key) ?? new Set()).add(user));
    }
    for (const { from, names, passedOn } of module.imports) {
      if (!passedOn || !(name === '*' || names.includes('*') || names.includes(name))) continue;
      for (const one of name === '*' ? names : [name]) use(from, one, user, new Set([...seen, path]));
    }
  };
  for (const { path, imports } of graph) {
    for (const { from, names, passedOn } of imports) {
      if (!passedOn) for (const name of names) use(from, name, path, new Set());
    }
  }
  return users;
}
