import { type SlotName, slotOf } from '../planning/arguments.ts';
import { isJson } from '../planning/json.ts';
import type { ToolName } from '../planning/step.ts';
import type { CallResult } from '../planning/turn.ts';
import { cityIn, namedCities } from '../understanding/cities.ts';
import type { Language } from '../understanding/language.ts';
import type { Failure } from './phrases.ts';
import { phrasesOf } from './phrases-of.ts';
import { textOf } from './readers.ts';

const failures: Readonly<Record<string, Failure>> = {
  not_found: 'notFound',
  tool_timeout: 'timeout',
  timeout: 'timeout',
  deadline_exceeded: 'timeout',
  invalid_request: 'invalid',
  rejected: 'invalid',
  unknown_shopper: 'stranger',
  forbidden: 'forbidden',
  conflict: 'conflict',
  skipped: 'waiting',
};

type Args = Readonly<Record<string, unknown>>;
type Failed = Extract<CallResult, { kind: 'failed' }>;

/** What the shopper is told of a call that failed. */
export function failureText(tool: ToolName, args: Args, failed: Failed, language: Language): string {
  const failure = failures[failed.errorKind] ?? 'failed';
  if (failure === 'notFound') return missing(tool, args, failed, language);
  const say = phrasesOf[language];
  return say.failure(failure, say.topic[tool], subject(args, language));
}

/** What there is not: the city is not served, nobody sells the product, or the order is unknown. */
function missing(tool: ToolName, args: Args, { what, message }: Failed, language: Language): string {
  const say = phrasesOf[language];
  const named = (slot: SlotName): string | null => {
    const value = Object.entries(args).find(([property]) => slotOf(property) === slot)?.[1];
    return textOf(value, language);
  };
  const [city, sku, order] = [named('city'), named('sku'), named('order')];
  if (what === 'city' && city !== null) {
    const here = cityIn(city, language);
    const served = namedCities(message).map((one) => cityIn(one, language));
    return say.notServed(
      here,
      served.filter((one) => one !== here),
    );
  }
  if (what === 'product' && sku !== null) return say.noProduct(sku);
  if (order !== null) return say.noOrder(order);
  return say.failure('notFound', say.topic[tool], subject(args, language));
}

const nameSlots: readonly (SlotName | undefined)[] = ['sku', 'order', 'query', 'coupon', 'city'];

/** What a failed call was about, in the shopper's own words. */
function subject(args: Args, language: Language): string | null {
  const names = Object.entries(args)
    .filter(([property]) => nameSlots.includes(slotOf(property)))
    .flatMap(([, value]) => (isJson(value) ? [] : (textOf(value, language) ?? [])))
    .map((name) => cityIn(name, language));
  const [name, ...others] = names;
  if (name === undefined || others.length === 0) return name ?? null;
  return language === 'zh' ? `${name}（${others.join('，')}）` : names.join(', ');
}
