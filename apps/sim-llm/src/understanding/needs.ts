import { assertNever } from '@turnfleet/core';
import type { Background } from './background.ts';
import { cheapest, choosesListed, ordinals } from './choosing.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { asksForDays, asksWhen } from './days.ts';
import { type Entities, entitiesIn, unique } from './entities.ts';
import type { IntentName } from './intents.ts';
import type { Need, ProductRef } from './need.ts';
import { pointsBack, productNamed, searchWords } from './product-words.ts';
import { forStaffIn, smallTalkIn } from './small-talk.ts';
import { withIntents } from './with-intents.ts';

const speaksOfCoupon = /(?:用|使用).{0,4}(?:优惠)?券|券后|\b(?:with|using|use) (?:a|my|the) (?:coupon|voucher)\b/i;

/** What a message asks for, in its order and each thing once; empty for small talk and what is no business of a shop. */
export function needsOf(message: string, background: Background): Need[] {
  if (forStaffIn(message)) return [];
  const whole = entitiesIn(message);
  if (whole.skus.length + whole.orderIds.length === 0 && smallTalkIn(message) === 'offTopic') return [];
  const clauses = withIntents(clausesOf(message), whole, background, message);
  const needs = clauses.flatMap((clause, at) => {
    const around = nearby(clauses, at);
    return clause.intents.flatMap((intent) => needsFor(intent, { clause, around, whole, message, background }));
  });
  return withoutRepeats(needs.filter((need) => !isAnsweredBy(need, needs, message)));
}

/**
 * "A price of 5000, how much with SAVE100?" asks what the discount leaves, not for a product's price; "two of them, ship
 * to Beijing" says where they are wanted.
 */
function isAnsweredBy(need: Need, all: readonly Need[], message: string): boolean {
  if (need.kind === 'delivery' && !asksForDays(message) && !asksWhen.test(message))
    return all.some((other) => other.kind === 'reserve' && other.city === need.city);
  const priced = all.some((other) => other.kind === 'discount' && other.price !== null);
  return priced && need.kind === 'price' && need.product.kind !== 'sku';
}

interface Scene {
  readonly clause: Clause;
  /** The clauses of the message from the nearest to the farthest, those before first. */
  readonly around: readonly Clause[];
  readonly whole: Entities;
  readonly message: string;
  readonly background: Background;
}

function nearby(clauses: readonly Clause[], at: number): Clause[] {
  return [...clauses.slice(0, at).reverse(), ...clauses.slice(at + 1)];
}

function needsFor(intent: IntentName, scene: Scene): Need[] {
  const { whole, background, clause } = scene;
  switch (intent) {
    case 'price':
      return productsOf(scene, intent).map((product) => ({ kind: intent, product }));
    case 'details':
      return isAboutProduct(scene) ? productsOf(scene, intent).map((product) => ({ kind: intent, product })) : [];
    case 'delivery':
      if (isAboutOrder(scene)) return [{ kind: 'track', orderId: background.orderId }];
      return productsOf(scene, intent).flatMap((product) =>
        citiesOf(scene).map((city) => ({ kind: intent, product, city })),
      );
    case 'inventory':
      return productsOf(scene, intent).flatMap((product) =>
        citiesOf(scene).map((city) => ({ kind: intent, product, city })),
      );
    case 'reserve': {
      const quantity = clause.entities.quantity ?? whole.quantity ?? 1;
      return productsOf(scene, intent).flatMap((product) =>
        citiesOf(scene).map((city) => ({ kind: intent, product, city, quantity })),
      );
    }
    case 'discount':
      return productsOf(scene, intent).map((product) => ({
        kind: intent,
        product,
        price: whole.amount,
        level: whole.level ?? background.level,
        coupon: clause.entities.coupon ?? whole.coupon ?? background.coupon,
        withCoupon: speaksOfCoupon.test(clause.text),
      }));
    case 'track': {
      const orders = clause.entities.orderIds.length > 0 ? clause.entities.orderIds : whole.orderIds;
      return orders.length > 0
        ? orders.map((orderId) => ({ kind: intent, orderId }))
        : [{ kind: intent, orderId: background.orderId }];
    }
    case 'search': {
      const words = searchWords(clause.text) || productNamed(scene.message) || background.searched;
      return [{ kind: intent, words, ceiling: whole.ceiling }];
    }
    default:
      return assertNever(intent);
  }
}

/** "When does it arrive?" right after an order was spoken of. */
function isAboutOrder({ whole, message, background }: Scene): boolean {
  if (background.orderId === null || whole.skus.length + whole.cities.length > 0 || productNamed(message) !== '')
    return false;
  return background.skus.length === 0 || background.intents.includes('track');
}

/** "What is …" asks for a product only if it names one, points at one, or leaves out what everybody knows it is about. */
function isAboutProduct({ whole, message, background }: Scene): boolean {
  if (whole.skus.length > 0 || productNamed(message) !== '') return true;
  if (choosesListed(message) || pointsBack(message)) return true;
  return background.skus.length > 0 && searchWords(message) === '';
}

/** What is said here, else nearest in the message, else before it. */
function productsOf(scene: Scene, intent: IntentName): ProductRef[] {
  const { clause, around, message, background } = scene;
  const here = [clause, ...around].find(({ entities }) => entities.skus.length > 0)?.entities.skus;
  if (here) return here.map(sku);
  const ordinal = ordinals.findIndex((pattern) => pattern.test(message));
  const chosen = cheapest.test(message) ? background.cheapest : background.listed[ordinal];
  if (chosen) return [sku(chosen)];
  const named = productNamed(clause.text) || productNamed(message);
  const known = background.skus.map(sku);
  if (known.length > 0 && (pointsBack(message) || named === '')) return known;
  const words = named || (intent === 'details' ? '' : searchWords(clause.text));
  return [words === '' ? { kind: 'unknown' } : { kind: 'named', words }];
}

function citiesOf({ clause, around, background }: Scene): (string | null)[] {
  const here = [clause, ...around].find(({ entities }) => entities.cities.length > 0)?.entities.cities;
  return here ? [...here] : [background.city];
}

function sku(id: string): ProductRef {
  return { kind: 'sku', sku: id };
}

function withoutRepeats(needs: readonly Need[]): Need[] {
  return unique(needs.map((need) => JSON.stringify(need))).map((text) => JSON.parse(text) as Need);
}
