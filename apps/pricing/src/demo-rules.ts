import type { Insertable } from 'kysely';
import type { PricingTables } from './tables.ts';

export const demoLevels: readonly Insertable<PricingTables['level']>[] = [
  { level: 'regular', name_zh: '普通会员', name_en: 'Regular member', points: 0 },
  { level: 'silver', name_zh: '银卡会员', name_en: 'Silver member', points: 500 },
  { level: 'gold', name_zh: '金卡会员', name_en: 'Gold member', points: 1_000 },
];

/** Reductions together take off at most 40 % of a price. */
export const demoPolicy: Insertable<PricingTables['policy']> = { id: 1, cap_points: 4_000 };

type CouponRow = Insertable<PricingTables['coupon']>;

const common = {
  points_off: null,
  amount_off: null,
  currency: 'CNY',
  minimum: '0',
  cap: null,
  valid_from: '2024-01-01T00:00:00+08:00',
  valid_until: '2100-01-01T00:00:00+08:00',
  levels: '',
  combinable: 1,
} satisfies Omit<CouponRow, 'code'>;

export const demoCoupons: readonly CouponRow[] = [
  { ...common, code: 'WELCOME10', points_off: 1_000 },
  { ...common, code: 'SAVE100', amount_off: '100', minimum: '1000' },
  { ...common, code: 'BIG20', points_off: 2_000, minimum: '500', cap: '300' },
  { ...common, code: 'GOLD50', amount_off: '50', minimum: '200', levels: 'gold' },
  { ...common, code: 'MEMBER5', amount_off: '5', levels: 'silver,gold' },
  { ...common, code: 'SOLO15', points_off: 1_500, combinable: 0 },
  { ...common, code: 'SOLO30', amount_off: '30', combinable: 0 },
  { ...common, code: 'CLEAR60', points_off: 6_000, minimum: '100' },
  { ...common, code: 'SUMMER2024', points_off: 1_500, valid_until: '2024-09-01T00:00:00+08:00' },
  {
    ...common,
    code: 'JUBILEE2099',
    points_off: 5_000,
    valid_from: '2099-01-01T00:00:00+08:00',
  },
];
