import ts from 'typescript';

/** Entry points, and what specs share: their names say their place, not an export. */
const namedByPlace = /(^|\/)(index|main|config|compose|testing|for-faults)\.tsx?$|\.(spec|suite|config|d)\.tsx?$/;
const foldersOfDoubles = /(^|\/)(generated|testing|e2e)\//;

export const isNamedFreely = (path: string): boolean => namedByPlace.test(path) || foldersOfDoubles.test(path);

/** The names of what a file exports by declaring it. */
export function exportsOf(path: string, source: string): { readonly values: string[]; readonly types: string[] } {
  const { statements } = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const values = new Set<string>();
  const types = new Set<string>();
  for (const statement of statements.filter(isExported)) {
    if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) types.add(statement.name.text);
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) values.add(statement.name?.text ?? '');
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) values.add(name.text);
  }
  return { values: [...values], types: [...types] };
}

/**
 * Whether a file is called after its main export. The name of a file with one value has only words of that value, its types
 * or the folders above. That of a file with several shares a word with one of them, or is a plural: what they all are.
 */
export function isNamedAfterExport(path: string, source: string): boolean {
  const { values, types } = exportsOf(path, source);
  const names = [...values, ...types];
  const words = wordsOf(stemOf(path));
  if (values.length === 0 && types.length !== 1) return true;
  if (names.some((name) => wordsOf(name).join('').includes(words.join('')))) return true;
  if (values.length > 1 && words.at(-1)?.endsWith('s')) return true;
  if (values.length > 1) return names.some((name) => words.some((word) => knows(wordsOf(name), word)));
  const folders = path.split('/').slice(0, -1).flatMap(wordsOf);
  return names.some((name) => words.every((word) => knows([...wordsOf(name), ...folders], word)));
}

const stemOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.tsx?$/, '');

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** `city` and `cities`, `suggester` and `suggestions` are one word: how they begin decides. */
const knows = (known: readonly string[], word: string): boolean =>
  known.some((other) => {
    const length = Math.min(5, Math.max(3, word.length - 1), Math.max(3, other.length - 1));
    return other.slice(0, length) === word.slice(0, length);
  });
