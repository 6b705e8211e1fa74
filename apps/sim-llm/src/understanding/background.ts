import type { ModelMessage } from '@turnfleet/model';
import { type Clause, clausesOf } from './clauses.ts';
import type { Calendar } from './days.ts';
import { entitiesIn, type Level, levels, unique } from './entities.ts';
import type { IntentName } from './intents.ts';
import { type Language, languageOfLocale } from './language.ts';
import { productNamed } from './product-words.ts';

/** What earlier messages and the system prompt say, for a question that leaves it out. */
export interface Background {
  /** Products last spoken of; several only if the shopper named several. */
  readonly skus: readonly string[];
  /** Products the model last listed, in its order: what "the first one" is about. */
  readonly listed: readonly string[];
  /** The one of them that costs least, if it told prices. */
  readonly cheapest: string | null;
  readonly orderId: string | null;
  readonly city: string | null;
  readonly coupon: string | null;
  readonly level: Level | null;
  /** Whether the shop knows who asks, so that tools about the shopper have something to say. */
  readonly isKnown: boolean;
  /** The kind of thing last searched for, for "and under 3000?". */
  readonly searched: string;
  /** What the last question was after, for "and in Beijing?"; never what has an effect. */
  readonly intents: readonly IntentName[];
  /** Language that the system prompt says the shopper reads. */
  readonly language: Language | null;
  /** The shop's date and time zone, where the system prompt tells them. */
  readonly calendar: Calendar | null;
}

export function backgroundOf(earlier: readonly ModelMessage[]): Background {
  const newestFirst = [...earlier].reverse();
  const asked = newestFirst.filter((message) => message.role === 'user').map((message) => message.text);
  const facts = earlier.filter((message) => message.role === 'system').map((message) => message.text);
  const said = asked.map(entitiesIn);
  const shown = lastShown(newestFirst);
  const named = said.find(({ skus }) => skus.length > 0)?.skus ?? [];
  const latest = lastWord(newestFirst);
  return {
    // A list shown after the shopper last named a product takes its place, unless it holds just that product.
    skus: latest === 'list' ? (shown.length === 1 ? shown : []) : named,
    listed: lastListed(newestFirst) ?? shown,
    cheapest: cheapestListed(newestFirst),
    orderId: first(said, ({ orderIds }) => orderIds.at(-1)),
    city: first(said, ({ cities }) => cities.at(-1)) ?? fact(facts, cityFact),
    coupon: first(said, ({ coupon }) => coupon),
    level: first(said, ({ level }) => level) ?? levelFact(facts),
    isKnown: facts.some((text) => accountFact.test(text)),
    searched: asked.map(productNamed).find((words) => words !== '') ?? '',
    intents:
      asked
        .map(clausesOf)
        .map(intentsOf)
        .find((intents) => intents.length > 0) ?? [],
    language: languageOfLocale(fact(facts, localeFact)),
    calendar: calendarIn(facts),
  };
}

const cityFact = /(?:\bcity|城市)\s*[:：=]\s*([^\s,，。;；.][^\n,，。;；]*?)\s*[.]?\s*(?:$|[\n,，。;；])/im;
const accountFact = /\baccount\s*[:：=]\s*known\b/i;
const localeFact = /\blocale\s*[:：=]\s*([A-Za-z-]+)/i;
const dateFact = /\btime\s*[:：=]\s*(\d{4}-\d\d-\d\d)/i;
const zoneFact = /\btime zone\s*[:：=]?\s*([A-Za-z_]+(?:\/[A-Za-z_-]+)*)/i;
const levelLine = /(?:\blevel|等级|级别)\s*[:：=]\s*(\S+)/i;

function fact(facts: readonly string[], pattern: RegExp): string | null {
  return first(facts, (text) => pattern.exec(text)?.[1]);
}

function calendarIn(facts: readonly string[]): Calendar | null {
  const [today, timeZone] = [fact(facts, dateFact), fact(facts, zoneFact)];
  return today !== null && timeZone !== null ? { today, timeZone } : null;
}

function levelFact(facts: readonly string[]): Level | null {
  const said = fact(facts, levelLine)?.toLowerCase() ?? '';
  return levels.find((level) => said.includes(level)) ?? null;
}

/** An answer about one of a list does not take the list's place. */
function lastListed(newestFirst: readonly ModelMessage[]): readonly string[] | null {
  return first(newestFirst, (message) => {
    const lines = message.role === 'assistant' ? (message.text.match(/^- .*$/gm) ?? []) : [];
    const skus = entitiesIn(lines.join('\n')).skus;
    return skus.length > 0 ? skus : null;
  });
}

function lastShown(newestFirst: readonly ModelMessage[]): readonly string[] {
  for (const message of newestFirst) {
    if (message.role !== 'assistant') continue;
    const skus = entitiesIn(message.text).skus;
    if (skus.length > 0) return skus;
  }
  return [];
}

const pricedLine = /^- .*(SKU-[A-Z0-9-]+).*¥([\d,]+(?:\.\d+)?)$/gm;

const inYuan = (written = ''): number => Number(written.replaceAll(',', ''));

function cheapestListed(newestFirst: readonly ModelMessage[]): string | null {
  const list = newestFirst.find((message) => message.role === 'assistant' && /^- /m.test(message.text));
  const lines = list?.role === 'assistant' ? [...list.text.matchAll(pricedLine)] : [];
  const [first] = lines.toSorted(([, , a], [, , b]) => inYuan(a) - inYuan(b));
  return first?.[1] ?? null;
}

function lastWord(newestFirst: readonly ModelMessage[]): 'shopper' | 'list' | 'nobody' {
  const speaker = newestFirst.find(
    (message) => (message.role === 'user' || message.role === 'assistant') && entitiesIn(message.text).skus.length > 0,
  );
  if (!speaker) return 'nobody';
  if (speaker.role === 'user') return 'shopper';
  // An answer about what the shopper named repeats it; a list brings new ones.
  const asked = newestFirst.find((message) => message.role === 'user' && entitiesIn(message.text).skus.length > 0);
  const known = asked?.role === 'user' ? entitiesIn(asked.text).skus : [];
  return entitiesIn(speaker.role === 'assistant' ? speaker.text : '').skus.some((sku) => !known.includes(sku))
    ? 'list'
    : 'shopper';
}

function intentsOf(clauses: readonly Clause[]): IntentName[] {
  return unique(clauses.flatMap(({ intents }) => intents)).filter((intent) => intent !== 'reserve');
}

function first<T, R>(values: readonly T[], read: (value: T) => R | null | undefined): R | null {
  for (const value of values) {
    const found = read(value);
    if (found !== undefined && found !== null) return found;
  }
  return null;
}
