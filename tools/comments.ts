import ts from 'typescript';

interface Comment {
  readonly line: number;
  readonly words: number;
}

const wordsIn = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}’'._-]*/gu)?.length ?? 0;

/** A quick look that may see too much, as in strings, and never too little: what it lets pass need not be parsed. */
export const mayHaveLongComment = (source: string, words: number): boolean =>
  (source.match(/\/\*[^]*?\*\/|(?:\/\/.*\s*)+/g) ?? []).some((text) => wordsIn(text) > words);

/** The comments of a source, each with its first line (from 1) and its length; `//` lines that follow each other are one. */
export function commentsIn(path: string, source: string): Comment[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    for (const range of ts.getLeadingCommentRanges(source, node.pos) ?? []) ranges.set(range.pos, range);
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  const joined: { pos: number; end: number }[] = [];
  for (const { pos, end } of [...ranges.values()].sort((one, other) => one.pos - other.pos)) {
    const last = joined.at(-1);
    if (last && source.startsWith('//', pos) && source.slice(last.end, pos).trim() === '') last.end = end;
    else joined.push({ pos, end });
  }
  return joined.map(({ pos, end }) => ({
    line: file.getLineAndCharacterOfPosition(pos).line + 1,
    words: wordsIn(source.slice(pos, end)),
  }));
}
