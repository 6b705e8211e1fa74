import { isRecord } from '../shape.ts';
import type { CachedResult, ReadAnswer, ResultScope } from './cached-result.ts';

/** A result as a store gives it back; null for what is none, whoever put it there. */
export function readCachedResult(json: string): CachedResult | null {
  const value = parsed(json);
  if (!isRecord(value)) return null;
  const { asOf } = value;
  const answer = answerOf(value['answer']);
  const scope = scopeOf(value['scope']);
  return typeof asOf === 'number' && Number.isFinite(asOf) && answer && scope ? { answer, asOf, scope } : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // which is all there is to know about it
  }
}

function answerOf(value: unknown): ReadAnswer | null {
  if (!isRecord(value)) return null;
  const { found, result, message, resource } = value;
  if (found === true) return isRecord(result) ? { found, result } : null;
  if (found !== false || typeof message !== 'string') return null;
  if (resource === null) return { found, message, resource };
  const named = isRecord(resource) && typeof resource['type'] === 'string' && typeof resource['name'] === 'string';
  return named
    ? { found, message, resource: { type: String(resource['type']), name: String(resource['name']) } }
    : null;
}

function scopeOf(value: unknown): ResultScope | null {
  if (!isRecord(value)) return null;
  const { kinds, codes, tenant } = value;
  if (!areTexts(kinds) || (codes !== null && !areTexts(codes)) || typeof tenant !== 'string') return null;
  return { kinds, codes, tenant };
}

const areTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
