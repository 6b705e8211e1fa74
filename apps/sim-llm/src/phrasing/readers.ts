import { moneyText } from '@turnfleet/contract/schemas';
import { isJson, type Json } from '../planning/json.ts';
import { moneyAmount } from '../planning/money.ts';
import type { Language } from '../understanding/language.ts';
import { specInChinese } from './spec-in-chinese.ts';

/** Reads of tool results that never invent: what is missing or of another shape is null. */

/** A text, or the one for `language` of a text in several; an unset enum counts as missing. */
export function textOf(value: unknown, language: Language): string | null {
  if (isJson(value)) {
    const other = language === 'zh' ? 'en' : 'zh';
    return textOf(
      value[language] ?? value[other] ?? value['description'] ?? value['message'] ?? value['reason'],
      language,
    );
  }
  return typeof value === 'string' && value !== '' && !value.endsWith('_UNSPECIFIED') ? value : null;
}

/** A count; proto3 JSON writes 64-bit ones as text. */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** `¥3,999`, `¥99.50`, `USD 12`. */
export function moneyOf(value: unknown): string | null {
  const amount = moneyAmount(value);
  return amount && moneyText(amount.value, amount.currency);
}

/**
 * The time in a field as a shopper is told it: the field `NAME_local` beside it has the words; without it the day and
 * minute that an RFC 3339 time names are all there is to tell.
 */
export function timeIn(data: Json, field: string): string | null {
  const told = data[`${field}_local`];
  return typeof told === 'string' && told !== '' && timeOf(data[field]) !== null ? told : timeOf(data[field]);
}

/** The day and minute an RFC 3339 time names, in its own zone: `2026-01-05 10:00`. */
function timeOf(value: unknown): string | null {
  const parts =
    typeof value === 'string'
      ? /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(value)
      : null;
  if (!parts) return null;
  return `${parts[1]} ${parts[2]}`;
}

export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** `SHIPMENT_STATUS_IN_TRANSIT`, `in_transit` → `in transit`. */
export function enumWords(value: unknown, prefix: RegExp): string | null {
  if (typeof value !== 'string' || value === '' || value.endsWith('_UNSPECIFIED')) return null;
  return value.replace(prefix, '').replaceAll('_', ' ').toLowerCase();
}

/** Technical data by name, each as `name value`. */
export function specPairs(value: unknown, language: Language): string[] {
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const said = scalar(inner, language);
    if (said === null) return [];
    return [language === 'zh' ? specInChinese(key, said) : `${key.replaceAll('_', ' ')} ${said}`];
  });
}

/** `key: value` of whatever plain values an object holds, for results nobody wrote a phrase for. */
export function plainPairs(value: unknown, language: Language): string[] {
  if (Array.isArray(value)) {
    return listOf(value).flatMap((entry) => {
      const label = textOf(entry['name'] ?? entry['key'] ?? entry['label'], language);
      const said = scalar(entry['value'], language);
      return label && said ? [`${label}: ${said}`] : [];
    });
  }
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const said = scalar(inner, language);
    return said === null ? [] : [`${key.replaceAll('_', ' ')}: ${said}`];
  });
}

function scalar(value: unknown, language: Language): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return moneyOf(value) ?? timeOf(value) ?? textOf(value, language);
}
