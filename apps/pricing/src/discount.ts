import { least, type Nanos, share } from './amount.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { CouponRule, Rules, Text } from './rules.ts';
import { couponWords, levelWords, rejectionWords } from './words.ts';

export interface Price {
  /** ISO 4217. */
  readonly currency: string;
  /** Not negative. */
  readonly amount: Nanos;
}

export interface Reduction {
  readonly kind: 'level' | 'coupon';
  readonly code: string;
  /** Positive. */
  readonly amount: Nanos;
  readonly description: Text;
}

export interface Rejection {
  readonly reason: RejectionReason;
  readonly code: string;
  readonly description: Text;
}

export interface Quote {
  readonly final: Nanos;
  readonly reductions: readonly Reduction[];
  readonly rejection: Rejection | null;
}

/** A coupon as a shopper names it, with its rule if there is one. */
export interface NamedCoupon {
  readonly code: string;
  readonly rule: CouponRule | undefined;
}

/**
 * The price after level and coupon at `now` (Unix milliseconds). Each reduction is worked out from the original price,
 * so their order does not matter, and rounded half up to the currency's minor unit. A coupon that may not be combined
 * replaces the level's discount if it takes off more, and is rejected otherwise. All together never exceed the cap.
 */
export function discount(price: Price, rules: Rules, coupon: NamedCoupon | null, now: number): Quote {
  const level = levelReduction(price, rules);
  const judged = coupon ? judge(price, rules, coupon, level, now) : { rejection: null, reductions: [] };
  const replaced = judged.reductions.length > 0 && coupon?.rule?.combinable === false;
  return combine(price, [...(replaced ? [] : level), ...judged.reductions], judged.rejection, rules);
}

/** Applies reductions in the order level, coupon, whatever order they come in; the last is cut where the cap is reached. */
export function combine(
  price: Price,
  given: readonly Reduction[],
  rejection: Rejection | null,
  { cap }: Pick<Rules, 'cap'>,
): Quote {
  const reductions: Reduction[] = [];
  let room = least(price.amount, share(price.amount, cap, price.currency));
  for (const kind of ['level', 'coupon'] as const) {
    for (const reduction of given.filter((one) => one.kind === kind)) {
      const amount = least(reduction.amount, room);
      if (amount > 0n) reductions.push({ ...reduction, amount });
      room -= amount;
    }
  }
  const final = reductions.reduce((rest, { amount }) => rest - amount, price.amount);
  return { final, reductions, rejection };
}

function levelReduction({ amount, currency }: Price, { level }: Rules): readonly Reduction[] {
  if (level.points === 0) return [];
  const off = share(amount, level.points, currency);
  return [{ kind: 'level', code: level.level, amount: off, description: levelWords(level) }];
}

interface Judgement {
  readonly rejection: Rejection | null;
  readonly reductions: readonly Reduction[];
}

function judge(
  price: Price,
  rules: Rules,
  { code, rule }: NamedCoupon,
  level: readonly Reduction[],
  now: number,
): Judgement {
  const reject = (reason: RejectionReason): Judgement => ({
    rejection: { reason, code, description: rejectionWords(reason, code, rule) },
    reductions: [],
  });
  if (!rule) return reject('unknown');
  const unfit = unfitness(price, rules, rule, now);
  if (unfit) return reject(unfit);
  const off = 'points' in rule.off ? share(price.amount, rule.off.points, price.currency) : rule.off.amount;
  const amount = least(off, rule.cap ?? off);
  const levelOff = level[0]?.amount ?? 0n;
  if (!rule.combinable && levelOff > 0n && amount <= levelOff) return reject('not_combinable');
  return { rejection: null, reductions: [{ kind: 'coupon', code: rule.code, amount, description: couponWords(rule) }] };
}

function unfitness(price: Price, { level }: Rules, rule: CouponRule, now: number): RejectionReason | undefined {
  if (now < rule.validFrom) return 'not_yet_valid';
  if (now >= rule.validUntil) return 'expired';
  if (rule.currency !== price.currency) return 'wrong_currency';
  if (rule.levels.length > 0 && !rule.levels.includes(level.level)) return 'wrong_level';
  if (price.amount < rule.minimum) return 'below_minimum';
  return undefined;
}
