import { isRecord } from './shape.ts';

interface Trimmed {
  readonly content: Readonly<Record<string, unknown>>;
  /** What is missing, by path: `products: the first 57 of 10000`. */
  readonly missing: readonly string[];
}

/** Of the room, kept for each field behind a long one: after ten thousand rows there may be the one figure that sums them up. */
const shareBehind = 1 / 8;
/** Of the room, kept for all of them together: the field that comes first has the rest. */
const shareOfAll = 1 / 2;
const mostMissing = 8;
/** Less of a field than this tells nobody anything. */
const leastRoom = 12;

/**
 * The content in about so many characters of JSON: its fields in their order, which is that of the .proto file, of a list
 * the first rows, of a text the beginning. A field that is too long takes nothing from small ones behind it.
 */
export function trimmed(content: Readonly<Record<string, unknown>>, room: number): Trimmed {
  const missing: string[] = [];
  const note = (path: string, what: string): void => {
    if (missing.length < mostMissing) missing.push(`${path}: ${what}`);
  };

  const record = (value: Readonly<Record<string, unknown>>, path: string, within: number): Record<string, unknown> => {
    const kept: Record<string, unknown> = {};
    const share = Math.min(shareBehind, shareOfAll / Object.keys(value).length) * within;
    const fields = Object.entries(value).map(([name, one]) => {
      const size = sizeOf(one, within) + nameSize(name);
      return { name, one, size, promised: Math.min(size, share) };
    });
    let behind = fields.reduce((sum, { promised }) => sum + promised, 0);
    let left = within - 2;
    for (const { name, one, size, promised } of fields) {
      behind -= promised;
      const below = path === '' ? name : `${path}.${name}`;
      const most = left - behind - nameSize(name);
      if (size > left - behind && most < leastRoom) {
        note(below, 'left out');
        continue;
      }
      kept[name] = any(one, below, most);
      left -= sizeOf(kept[name], within) + nameSize(name);
    }
    return kept;
  };
  const list = (rows: readonly unknown[], path: string, within: number): unknown[] => {
    const kept: unknown[] = [];
    let left = within - 2;
    for (const row of rows) {
      const size = sizeOf(row, within) + 1;
      if (size > left && kept.length > 0) break;
      kept.push(any(row, `${path}[]`, left));
      left -= size;
    }
    if (kept.length < rows.length) note(path, `the first ${kept.length} of ${rows.length}`);
    return kept;
  };
  const any = (value: unknown, path: string, within: number): unknown => {
    if (sizeOf(value, within + 1) <= within) return value;
    if (Array.isArray(value)) return list(value, path, within);
    if (isRecord(value)) return record(value, path, within);
    if (typeof value !== 'string') return value;
    // Some characters take two or more in JSON.
    const fits = Math.max(0, Math.floor(((within - 3) * value.length) / sizeOf(value, within)));
    note(path, `the first ${fits} of ${value.length} characters`);
    return `${value.slice(0, fits).toWellFormed()}…`;
  };

  return { content: record(content, '', room), missing };
}

/** Quotes, colon and comma included. */
const nameSize = (name: string): number => name.length + 4;

/** Characters of the value in JSON, or more than `enough` as soon as that is certain. */
function sizeOf(value: unknown, enough: number): number {
  if (typeof value === 'string') return value.length > enough ? value.length : JSON.stringify(value).length;
  if (typeof value !== 'object' || value === null) return String(value).length;
  let size = 2;
  for (const [name, one] of Object.entries(value)) {
    size += sizeOf(one, enough) + (Array.isArray(value) ? 1 : nameSize(name));
    if (size > enough) break;
  }
  return size;
}
