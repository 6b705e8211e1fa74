import { descriptorSet } from '@turnfleet/contract/grpc';
import { shopTimeZone } from '@turnfleet/contract/schemas';
import { silentLogger, systemClock, TurnfleetError, within } from '@turnfleet/core';
import { demoProducts } from '@turnfleet/shop';
import { readArguments, showResult, toolsFrom } from '@turnfleet/tools';
import { openTools } from '@turnfleet/tools-grpc';
import type { ShopQuestion } from './question.ts';

/** What an answer has to say, and every amount that it may say. */
export interface Truth {
  readonly figures: readonly string[];
  readonly amounts: ReadonlySet<string>;
}

interface TruthTeller {
  of(question: ShopQuestion): Promise<Truth>;
  close(): void;
}

type Shown = Readonly<Record<string, unknown>>;
const tools = toolsFrom(descriptorSet);

/** Asks the domain services themselves, past models and workers: `addresses` by app and purpose. */
export function truthTeller(addresses: Readonly<Record<string, string>>): TruthTeller {
  const transport = openTools({
    registries: undefined,
    addressOf: (service) => addresses[`${service.split('.')[1]}.grpc`],
    balancing: () => 'round_robin',
    ...{ region: '', clock: systemClock, random: Math.random, logger: silentLogger },
  });
  const ask = async (name: string, args: Shown, locale: string): Promise<Shown> => {
    const tool = tools.find((one) => one.name === name);
    const read = tool && readArguments(tool.input, args);
    if (!tool || !read?.ok) throw new TurnfleetError('internal', `A question of the mix cannot be looked up: ${name}.`);
    const never = { at: Number.MAX_SAFE_INTEGER, signal: new AbortController().signal, remainingMs: () => 60_000 };
    using deadline = within(systemClock, { ...never, [Symbol.dispose]: () => undefined }, 10_000);
    const result = await transport.call(tool, read.value, deadline, undefined);
    return showResult(tool.output, result, { locale, timeZone: shopTimeZone, now: systemClock.now() });
  };
  return {
    async of({ calls, locale, level, coupon, class: name }) {
      const results = await Promise.all(calls.map(({ tool, arguments: args }) => ask(tool, args, locale)));
      if (coupon !== undefined) {
        const [info] = results;
        const price = (info?.['product'] as Shown | undefined)?.['price'];
        const args = { original_price: price, user_level: level, coupon_code: coupon };
        const discount = await ask('calculate_discount', args, locale);
        return { figures: [amountIn(discount['final_price'])], amounts: amountsOf([...results, discount]) };
      }
      // Who weighs up may be shown others, too.
      const listed =
        name === 'search' || name === 'weighing'
          ? demoProducts.map(({ priceFen }) => ({ amount: priceFen / 100 }))
          : [];
      return { figures: results.flatMap(figuresOf), amounts: amountsOf([...results, ...listed]) };
    },
    close: () => transport.close(),
  };
}

/** The figure that a result is asked for. */
function figuresOf(result: Shown): string[] {
  const { product, total, restock_time_local: restock, earliest_time_local: earliest, carrier } = result;
  if (product !== undefined) return [amountIn((product as Shown)['price'])];
  if (typeof total === 'number' && total > 0) return [String(total)];
  if (typeof earliest === 'string') return [dayIn(earliest)];
  return [restock, carrier].filter((told) => typeof told === 'string');
}

/** `¥3999`, `¥99.50`. */
const amountIn = (money: unknown): string =>
  `¥${Number((money as Shown)['amount'])
    .toFixed(2)
    .replace(/\.00$/, '')}`;

/** `12月2日`, `Dec 2`: hours are told together with those of the latest time. */
const dayIn = (told: string): string => /\d+月\d+日|[A-Z][a-z]{2} \d+/.exec(told)?.[0] ?? told;

/** Every amount in results, however deep, and in their words. */
function amountsOf(results: readonly unknown[]): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const amount of amountsIn(value)) found.add(amount);
    if (typeof value !== 'object' || value === null) return;
    if ('amount' in value) found.add(amountIn(value));
    for (const inner of Object.values(value)) look(inner);
  };
  look(results);
  return found;
}

/** `¥6,299.10` as `¥6299.10`, in their order. */
export const amountsIn = (text: string): string[] =>
  (text.match(/¥(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?/g) ?? []).map((amount) => amount.replaceAll(',', ''));
