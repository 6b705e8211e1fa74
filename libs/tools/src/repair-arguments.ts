import { jsonrepair } from 'jsonrepair';
import { isRecord } from './shape.ts';

/** Characters; real arguments have some hundred. */
const longest = 32_768;

/**
 * The object that a model meant by the arguments of a call: JSON, or JSON in a code fence, among words, twice encoded,
 * or malformed in the ways `jsonrepair` mends. Nothing at all means no arguments. Undefined if there is no object in it.
 */
export function repairArguments(text: string): Record<string, unknown> | undefined {
  if (text.length > longest) return undefined;
  if (text.trim() === '') return {};
  const first = text.indexOf('{');
  const candidates = [text, ...(first < 0 ? [] : [firstObject(text, first)])];
  for (const candidate of candidates) {
    const value = parse(candidate);
    if (isRecord(value)) return value;
    const inner = typeof value === 'string' ? parse(value) : undefined;
    if (isRecord(inner)) return inner;
  }
  return first < 0 ? undefined : repair(withoutFence(text.slice(first)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // the next way of reading it has its turn
  }
}

function repair(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(jsonrepair(text));
    const one: unknown = Array.isArray(value) ? value[0] : value;
    return isRecord(one) ? one : undefined;
  } catch {
    return undefined; // beyond repair: the caller tells the model
  }
}

function withoutFence(text: string): string {
  return text.replace(/\s*```[\s\S]*$/, '');
}

/** From the brace at `start` to the one that closes it; to the end if none does. */
function firstObject(text: string, start: number): string {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}
