import { wellFormedJson } from '@turnfleet/core';
import { jsonrepair } from 'jsonrepair';
import { endOfObject, repairSteps } from './repair-steps.ts';
import { isRecord } from './shape.ts';

/** Characters; real arguments have some hundred. */
const longest = 32_768;

/**
 * The object that a model meant by the arguments of a call: JSON as it is, else after one step after another of
 * `repairSteps`, else what `jsonrepair` makes of it. An empty text means no arguments. Undefined if it holds no object, two
 * that differ, or one cut inside an argument. Call it only for an answer that came to its end.
 */
export function repairArguments(text: string): Record<string, unknown> | undefined {
  if (text.length > longest) return undefined;
  if (text.trim() === '') return {};
  if (saysTwoThings(text)) return undefined;
  let mended = text;
  let value = parsed(mended);
  for (const { mend } of repairSteps) {
    if (isRecord(value)) break;
    mended = mend(mended);
    value = parsed(mended);
  }
  if (!isRecord(value)) value = mended.includes('{') && !isCut(mended) ? repaired(mended) : undefined;
  return isRecord(value) ? (wellFormedJson(value) as Record<string, unknown>) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // the next step has its turn
  }
}

function repaired(text: string): unknown {
  try {
    const value: unknown = JSON.parse(jsonrepair(text));
    return Array.isArray(value) ? value[0] : value;
  } catch {
    return undefined; // beyond repair: the caller tells the model
  }
}

/** Two objects one right behind the other are one said twice, or two calls of which only one could be made. */
function saysTwoThings(text: string): boolean {
  const given = text.trim();
  if (!given.startsWith('{')) return false;
  const end = endOfObject(given, 0);
  const [first, second] = [parsed(given.slice(0, end)), parsed(given.slice(end))];
  if (!isRecord(first) || !isRecord(second) || Object.keys(first).length === 0) return false;
  return JSON.stringify(first) !== JSON.stringify(second);
}

/** Whether it ends within a string, a number, a name, or behind a colon or comma that something was to follow. */
function isCut(text: string): boolean {
  const end = text.trimEnd();
  if (/[:,\\]$/.test(end)) return true;
  if (/[}\]]$/.test(end)) return false;
  if (/["'`]$/.test(end)) return opensString(end);
  return !/[:,[\s](true|false|null)$/.test(end);
}

/** Whether the quote at the end begins a string. */
function opensString(text: string): boolean {
  const quote = text.slice(-1);
  const quotes = text.replace(/\\[\s\S]/g, '').split(quote).length - 1;
  return quotes % 2 === 1;
}
