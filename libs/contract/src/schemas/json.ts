export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as UTF-8 text, exactly; null if they are not UTF-8. */
export function textOfBytes(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads JSON without ever throwing. Of a name that occurs twice in an object the last value counts (as ECMA-262 says).
 * The problem never quotes what was read: it may be a shopper's text.
 */
export function parseJson(bytes: Uint8Array): ParsedJson {
  const text = textOfBytes(bytes);
  if (text === null) return { ok: false, problem: 'it is not UTF-8 text' };
  try {
    return { ok: true, value: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) };
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether arrays and objects lie at most `levels` deep inside each other. Walks level by level, so any depth is safe. */
export function isNestedAtMost(levels: number, value: unknown): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === levels) return false;
    level = level.flatMap((container): unknown[] => Object.values(container)).filter(isContainer);
  }
  return true;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
