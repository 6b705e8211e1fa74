/** Columns as wide as their widest cell; the first row is their heads. Figures stand below each other at the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const isFigure = (at: number): boolean =>
    rows.length > 1 && rows.slice(1).every((row) => /^[\d.]*$/.test(row[at] ?? ''));
  const cellOf = (cell: string, at: number): string =>
    isFigure(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
  return rows.map((row) => `  ${row.map(cellOf).join('  ')}`.trimEnd()).join('\n');
}
