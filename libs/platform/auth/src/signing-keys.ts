import type { SigningKeys } from '@turnfleet/principal';

const shortestKey = 32;

/** `NAME:KEY,…` as keys by name; null if it is no such list, a key is shorter than 32 bytes, or a name comes twice. */
export function signingKeys(text: string): SigningKeys | null {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(',')) {
    const [, name, key] = /^\s*([A-Za-z0-9_-]{1,32}):(\S+)\s*$/.exec(entry) ?? [];
    if (name === undefined || key === undefined || keys.has(name)) return null;
    const bytes = Buffer.from(key);
    if (bytes.length < shortestKey) return null;
    keys.set(name, bytes);
  }
  return keys;
}
