import { isRecord } from './shape.ts';

interface Trimmed {
  readonly content: Readonly<Record<string, unknown>>;
  /** What is missing, by path: `products: the first 57 of 10000`. */
  readonly missing: readonly string[];
}

/** Kept for the fields behind a long one: after ten thousand rows there may be the one figure that sums them up. */
const shareOfRest = 1 / 8;
const mostMissing = 8;

/**
 * The content in about so many characters of JSON: its fields in their order, which is that of the .proto file, of a list
 * the first rows, of a text the beginning.
 */
export function trimmed(content: Readonly<Record<string, unknown>>, room: number): Trimmed {
  const missing: string[] = [];
  const left = { room };
  const note = (path: string, what: string): void => {
    if (missing.length < mostMissing) missing.push(`${path}: ${what}`);
  };

  const record = (value: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> => {
    const kept: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(value)) {
      const below = path === '' ? name : `${path}.${name}`;
      left.room -= name.length + 4;
      const small = !isRecord(one) && !Array.isArray(one) && typeof one !== 'string';
      if (left.room < 0 && !small) note(below, 'left out');
      else kept[name] = any(one, below);
    }
    return kept;
  };
  const list = (rows: readonly unknown[], path: string): unknown[] => {
    const kept: unknown[] = [];
    const rest = path.includes('.') || path.includes('[') ? 0 : room * shareOfRest;
    for (const row of rows) {
      const before = left.room;
      const size = JSON.stringify(row).length + 1;
      if (size > before - rest && kept.length > 0) break;
      kept.push(any(row, `${path}[]`));
    }
    if (kept.length < rows.length) note(path, `the first ${kept.length} of ${rows.length}`);
    return kept;
  };
  const any = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return list(value, path);
    if (isRecord(value)) return record(value, path);
    if (typeof value !== 'string') {
      left.room -= 8;
      return value;
    }
    const fits = Math.max(40, left.room);
    if (value.length <= fits) {
      left.room -= value.length + 2;
      return value;
    }
    note(path, `the first ${fits} of ${value.length} characters`);
    left.room -= fits;
    return `${value.slice(0, fits).toWellFormed()}…`;
  };

  return { content: record(content, ''), missing };
}
