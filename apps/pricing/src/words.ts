import { localDay, moneyText, shopTimeZone } from '@turnfleet/contract/schemas';
import { assertNever } from '@turnfleet/core';
import { amountText, type BasisPoints, type Nanos } from './amount.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { CouponRule, LevelRule, Text, UserLevel } from './rules.ts';

const levelNames: Readonly<Record<UserLevel, Text>> = {
  regular: { zh: '普通会员', en: 'regular members' },
  silver: { zh: '银卡会员', en: 'silver members' },
  gold: { zh: '金卡会员', en: 'gold members' },
};

/** What takes something off, as a name that a sentence can go on from: `金卡会员优惠（10%）` saves so much. */
export function levelWords({ name, points }: LevelRule): Text {
  return { zh: `${name.zh}优惠（${percent(points)}）`, en: `${name.en} discount (${percent(points)})` };
}

export function couponWords(rule: CouponRule): Text {
  const { currency, minimum, cap } = rule;
  const off = 'points' in rule.off ? percent(rule.off.points) : money(currency, rule.off.amount);
  const from =
    minimum > 0n
      ? { zh: `满${money(currency, minimum)}`, en: ` from ${money(currency, minimum)} on` }
      : { zh: '', en: '' };
  const most =
    cap === null
      ? { zh: '', en: '' }
      : { zh: `，最多减${money(currency, cap)}`, en: `, at most ${money(currency, cap)}` };
  return {
    zh: `优惠券 ${rule.code}（${from.zh}减${off}${most.zh}）`,
    en: `Coupon ${rule.code} (${off} off${from.en}${most.en})`,
  };
}

/** Why a coupon does not apply, with the figures that matter. */
export function rejectionWords(reason: RejectionReason, code: string, rule: CouponRule | undefined): Text {
  const zh = `优惠券 ${code}`;
  const en = `Coupon ${code}`;
  if (!rule)
    return { zh: `优惠券 ${code} 不存在，请核对券码。`, en: `There is no coupon ${code}; please check the code.` };
  switch (reason) {
    case 'unknown':
      return { zh: `优惠券 ${code} 不存在，请核对券码。`, en: `There is no coupon ${code}; please check the code.` };
    case 'expired':
      return {
        zh: `${zh} 已于${day(rule.validUntil - 1).zh}过期。`,
        en: `${en} expired on ${day(rule.validUntil - 1).en}.`,
      };
    case 'not_yet_valid':
      return {
        zh: `${zh} 从${day(rule.validFrom).zh}起可用。`,
        en: `${en} is valid from ${day(rule.validFrom).en} on.`,
      };
    case 'below_minimum': {
      const least = money(rule.currency, rule.minimum);
      return { zh: `${zh} 需满${least}才能使用。`, en: `${en} needs a price of at least ${least}.` };
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
        zh: `${zh} 不能与会员优惠同时使用，会员优惠更划算。`,
        en: `${en} cannot be combined with the member discount, which takes off at least as much.`,
      };
    case 'wrong_currency':
      return {
        zh: `${zh} 仅适用于${nameOf(rule.currency, 'zh')}价格。`,
        en: `${en} is only for prices in ${nameOf(rule.currency, 'en')}.`,
      };
    default:
      return assertNever(reason);
  }
}

const percent = (points: BasisPoints): string => `${points / 100}%`;

const money = (currency: string, amount: Nanos): string => moneyText(amountText(amount), currency);

const nameOf = (currency: string, language: string): string =>
  new Intl.DisplayNames(language, { type: 'currency' }).of(currency) ?? currency;

/** On the shop's calendar. */
function day(at: number): Text {
  const on = (locale: string): string => localDay(at, { locale, timeZone: shopTimeZone });
  return { zh: on('zh-CN'), en: on('en') };
}
