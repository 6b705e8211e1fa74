import { assertNever } from '@turnfleet/core';
import { amountText, type BasisPoints, type Nanos } from './amount.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { CouponRule, LevelRule, Text, UserLevel } from './rules.ts';

const levelNames: Readonly<Record<UserLevel, Text>> = {
  regular: { zh: '普通会员', en: 'regular members' },
  silver: { zh: '银卡会员', en: 'silver members' },
  gold: { zh: '金卡会员', en: 'gold members' },
};

export function levelWords({ name, points }: LevelRule): Text {
  return { zh: `${name.zh}优惠 ${percent(points)}`, en: `${name.en} discount of ${percent(points)}` };
}

export function couponWords(rule: CouponRule): Text {
  const { currency, minimum, cap } = rule;
  const off = 'points' in rule.off ? percent(rule.off.points) : money(currency, rule.off.amount);
  const from =
    minimum > 0n
      ? { zh: `满 ${money(currency, minimum)} `, en: ` from ${money(currency, minimum)}` }
      : { zh: '', en: '' };
  const most =
    cap === null
      ? { zh: '', en: '' }
      : { zh: `,最多减 ${money(currency, cap)}`, en: `, at most ${money(currency, cap)}` };
  return {
    zh: `优惠券 ${rule.code}:${from.zh}减 ${off}${most.zh}`,
    en: `Coupon ${rule.code}: ${off} off${from.en}${most.en}`,
  };
}

/** Why a coupon does not apply, with the figures that matter. */
export function rejectionWords(reason: RejectionReason, code: string, rule: CouponRule | undefined): Text {
  const zh = `优惠券 ${code}`;
  const en = `Coupon ${code}`;
  if (!rule) return { zh: `没有优惠券 ${code}。`, en: `There is no coupon ${code}.` };
  switch (reason) {
    case 'unknown':
      return { zh: `没有优惠券 ${code}。`, en: `There is no coupon ${code}.` };
    case 'expired':
      return {
        zh: `${zh} 已于 ${day(rule.validUntil - 1)} 过期。`,
        en: `${en} expired on ${day(rule.validUntil - 1)}.`,
      };
    case 'not_yet_valid':
      return { zh: `${zh} 从 ${day(rule.validFrom)} 起可用。`, en: `${en} is valid from ${day(rule.validFrom)} on.` };
    case 'below_minimum': {
      const least = money(rule.currency, rule.minimum);
      return { zh: `${zh} 需满 ${least} 才能使用。`, en: `${en} needs a price of at least ${least}.` };
    }
    case 'wrong_level': {
      const names = rule.levels.map((level) => levelNames[level]);
      return {
        zh: `${zh} 仅限${names.map((name) => name.zh).join('、')}使用。`,
        en: `${en} is only for ${names.map((name) => name.en).join(' and ')}.`,
      };
    }
    case 'not_combinable':
      return {
        zh: `${zh} 不能与会员优惠同时使用,会员优惠更划算。`,
        en: `${en} cannot be combined with the member discount, which takes off at least as much.`,
      };
    case 'wrong_currency':
      return { zh: `${zh} 仅适用于 ${rule.currency} 价格。`, en: `${en} is only for prices in ${rule.currency}.` };
    default:
      return assertNever(reason);
  }
}

const percent = (points: BasisPoints): string => `${points / 100}%`;

const money = (currency: string, amount: Nanos): string => `${amountText(amount)} ${currency}`;

const shopDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** `2024-08-31`, on the shop's calendar. */
const day = (at: number): string => shopDay.format(at);
