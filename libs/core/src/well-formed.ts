const nul = /\0/g;

/** Text without NUL and without halves of surrogate pairs, which stores, scripts and logs refuse. */
export function wellFormed(text: string): string {
  return text.toWellFormed().replace(nul, '');
}

/** JSON as parsed, with every string in it well-formed, keys too: escapes can spell what no text may hold. */
export function wellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [wellFormed(key), wellFormedJson(one)]));
}
