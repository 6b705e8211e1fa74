/** What a figure of a result is about: a product or an order. */
export interface Subject {
  /** `SKU-2024-888`, `ORD-2024-0001`, in upper case. */
  readonly code: string;
  /** `SKU`, `ORD`: one of a kind tells nothing of another of that kind. */
  readonly type: string;
  /** How sentences may call it, besides its code. */
  readonly names: readonly string[];
}

const codes = /\b(?:SKU|ORD)(?:[-_][A-Z0-9]|\d)[\w-]*/gi;
const typeOf = (code: string): string => code.slice(0, 3);
const shortestName = 4;

export function subjectOf(code: unknown, name: unknown): Subject | null {
  if (typeof code !== 'string' || code === '') return null;
  const upper = code.toUpperCase();
  const names = typeof name === 'string' && name.length >= shortestName ? [name] : [];
  return { code: upper, type: typeOf(upper), names };
}

/** Codes that a sentence names, by themselves or by a name; empty if it names nothing. */
export function mentionedIn(sentence: string, subjects: readonly Subject[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [code] of sentence.matchAll(codes)) found.add(code.replace(/[-_]+$/, '').toUpperCase());
  for (const { code, names } of subjects) if (names.some((name) => sentence.includes(name))) found.add(code);
  return found;
}

/** Whether what is told of `about` may support a sentence that mentions these. */
export function mayTell(about: Subject | null, mentioned: ReadonlySet<string>): boolean {
  // A sentence about several compares them; which figure is whose is not read.
  if (about === null || mentioned.size !== 1 || mentioned.has(about.code)) return true;
  for (const code of mentioned) if (typeOf(code) === about.type) return false;
  return true;
}
