import type { Reply } from '@turnfleet/contract/schemas';
import type { Language, Line } from './conversation.ts';

/** Patterns that no answer may hold, by what a shopper would say about them. */
const alwaysWrong: Readonly<Record<string, RegExp>> = {
  'a time in UTC': /UTC|GMT|\dZ\b/,
  'a time for machines': /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|\b(?!-))/,
  'a currency for machines': /\b(?:CNY|RMB)\b/,
  'half a fen': /¥[\d,]+\.\d(?!\d)|¥[\d,]+\.\d{3}/,
  'thousands without a comma': /¥\d{4}/,
  'a value nobody filled in': /undefined|null|NaN|\[object|\{\w+\}/,
  'a list that runs into the next sentence': /^- [^\n]*(?:。|\. (?=[A-Z]))/m,
  'two ways to begin': /(?:found|checked)[^\n]*\n+I found/,
  'taken off twice': /减[^，。；]*减¥/,
  'two marks in a row': /[，。：；]\s*[，。：；]|[.,;]\s*[.,;](?!\.)/,
};

const wrongIn: Readonly<Record<Language, Readonly<Record<string, RegExp>>>> = {
  zh: {
    'marks of another script': /\p{Script=Han}\s*[,;:!?()]|[,;:!?()]\s*\p{Script=Han}|\p{Script=Han}\./u,
    'words of another language': /\b[a-z]{4,}\b|\b(?:is|in|of|by|to|and)\b/,
  },
  en: { 'words of another language': /[\p{Script=Han}，。！？：；（）、]/u },
};

const greeting = /您好|你好|\bhello\b|\bhi\b/i;

/** What a stranger would complain of in the answer to `line`; none for a good one. */
export function complaints(line: Line, reply: Reply, before: readonly Reply[]): string[] {
  const [says, calls, tells, { never, language = languageOf(says) } = {}] = line;
  const { text, suggestions } = reply;
  const found = ([name, pattern]: readonly [string, RegExp]): string[] => {
    const match = pattern.exec(text);
    return match ? [`${name}: ${JSON.stringify(match[0])}`] : [];
  };
  const made = callsOf(reply);
  const expected = calls.split(' + ').filter(Boolean).sort().join(' + ');
  return [
    ...(reply.status === 'completed' ? [] : [`it is ${reply.status}`]),
    ...(reply.grounding.held === 0 ? [] : [`${reply.grounding.held} of its sentences were held back`]),
    ...(calls === '*' || made === expected ? [] : [`calls ${made || 'nothing'} instead of ${expected || 'nothing'}`]),
    ...tells
      .filter((one) => !(typeof one === 'string' ? text.includes(one) : one.test(text)))
      .map((one) => `does not say ${String(one)}`),
    ...(never?.test(text) ? [`says ${String(never)}`] : []),
    ...Object.entries(alwaysWrong).flatMap(found),
    ...Object.entries(wrongIn[language]).flatMap(found),
    ...(before.some((one) => greeting.test(one.text)) && greeting.test(text) ? ['greets again'] : []),
    ...(reply.locale.startsWith(language) ? [] : [`its locale is ${reply.locale}`]),
    ...suggestions.filter((one) => !isCode(one) && languageOf(one) !== language).map((one) => `suggests ${one}`),
    ...(suggestions.some((one) => isAboutOrders(one)) !== made.includes('track_shipment') && suggestions.length > 0
      ? [`suggests what it is not about: ${suggestions.join(' ')}`]
      : []),
  ];
}

/** One of those to choose from, in no language. */
const isCode = (text: string): boolean => /^[A-Z]+(?:-\d+)+$/.test(text);

const languageOf = (text: string): Language => {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replaceAll(/\S*\d\S*/g, ' ').match(/[a-z']{2,}/gi)?.length ?? 0;
  return han > 0 && han >= words ? 'zh' : 'en';
};

const isAboutOrders = (text: string): boolean => /订单|order|^ORD-/i.test(text);

/** `check_inventory(SKU-2024-888, 上海)`, sorted. */
function callsOf({ toolCalls }: Reply): string {
  return toolCalls
    .map(({ name, arguments: args }) => `${name}(${Object.values(args).filter(isSaid).map(shown).join(', ')})`)
    .sort()
    .join(' + ');
}

const isSaid = (value: unknown): boolean => value !== '' && value !== null && value !== undefined;

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { amount, units, nanos } = value as Record<string, unknown>;
  if (units === undefined) return String(amount);
  const cents = Number(nanos ?? 0) / 1e7;
  return `${Number(units)}${cents > 0 ? `.${String(cents).padStart(2, '0')}` : ''}`;
}
