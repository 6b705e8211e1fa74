const nul = /\0/g;

/** Text without NUL and without halves of surrogate pairs, which stores and logs refuse. */
export function wellFormed(text: string): string {
  return text.toWellFormed().replace(nul, '');
}

/** The same for text in portions. Invariant: what `push` returns never ends inside a character. */
export class WellFormedText {
  #half = '';

  push(text: string): string {
    const all = this.#half + text;
    const last = all.charCodeAt(all.length - 1);
    const cut = last >= 0xd800 && last <= 0xdbff;
    this.#half = cut ? all.slice(-1) : '';
    return wellFormed(cut ? all.slice(0, -1) : all);
  }

  end(): string {
    const rest = wellFormed(this.#half);
    this.#half = '';
    return rest;
  }
}

/** JSON as parsed, with every string in it well-formed, keys too: escapes can spell what no text may hold. */
export function wellFormedJson(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [wellFormed(key), wellFormedJson(one)]));
}
