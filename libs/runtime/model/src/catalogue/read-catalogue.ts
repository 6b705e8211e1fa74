import { LineCounter, parseDocument } from 'yaml';
import { buildCatalogue } from './build-catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { catalogueFileSchema } from './catalogue-file.ts';

export type ReadCatalogue =
  | { readonly ok: true; readonly catalogue: Catalogue }
  /** One sentence each, with the line: `line 12: models.gpt.latency: …`. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a `MODELS_FILE`, YAML or JSON. Every problem is listed, none throws. */
export function readCatalogue(text: string): ReadCatalogue {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const lineOf = (offset: number | undefined): string =>
    offset === undefined ? '' : `line ${lines.linePos(offset).line}: `;
  if (document.errors.length > 0)
    return { ok: false, problems: document.errors.map(({ pos, message }) => `${lineOf(pos[0])}${message}`) };

  /** The line of the innermost part of the path that the text has. */
  const lineAt = (path: readonly PropertyKey[]): string => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: readonly number[] | null } | undefined;
      if (node?.range) return lineOf(node.range[0]);
    }
    return '';
  };
  const say = ({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string =>
    `${lineAt(path)}${path.length > 0 ? `${path.map(String).join('.')}: ` : ''}${message}`;

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = catalogueFileSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(say) };
  const { catalogue, problems } = buildCatalogue(parsed.data);
  return problems.length > 0 ? { ok: false, problems: problems.map(say) } : { ok: true, catalogue };
}
