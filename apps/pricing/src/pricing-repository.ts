import { canonicalCode, type NoteChange } from '@turnfleet/shop';
import { type Database } from '@turnfleet/sql';
import type { Kysely, Selectable } from 'kysely';
import { parseAmount } from './amount.ts';
import type { CouponRule, Rules, UserLevel } from './rules.ts';
import { userLevels } from './rules.ts';
import type { PricingTables } from './tables.ts';

export interface PricingRepository {
  rulesFor(level: UserLevel, signal: AbortSignal): Promise<Rules>;
  coupon(code: string, signal: AbortSignal): Promise<CouponRule | undefined>;
  /** Both in Unix milliseconds; undefined if there is no such coupon. */
  endCoupon(code: string, endsAt: number, now: number, signal: AbortSignal): Promise<CouponRule | undefined>;
}

export function pricingRepository(database: Database<PricingTables>, note: NoteChange): PricingRepository {
  return {
    rulesFor: (level, signal) => database.query((db) => rules(db, level), signal),
    coupon: async (code, signal) => {
      const row = await database.query(
        (db) => db.selectFrom('coupon').selectAll().where('code', '=', canonicalCode(code)).executeTakeFirst(),
        signal,
      );
      return row && couponRule(row);
    },
    endCoupon: (code, endsAt, now, signal) =>
      database.query((db) => endCoupon(db, canonicalCode(code), endsAt, { note, now }), signal),
  };
}

/** In one transaction with the note of it: that it changed, and that it ends. */
function endCoupon(
  db: Kysely<PricingTables>,
  code: string,
  endsAt: number,
  { note, now }: { readonly note: NoteChange; readonly now: number },
): Promise<CouponRule | undefined> {
  return db.transaction().execute(async (within) => {
    const row = await within
      .updateTable('coupon')
      .set({ valid_until: new Date(endsAt).toISOString() })
      .where('code', '=', code)
      .returningAll()
      .executeTakeFirst();
    if (!row) return undefined;
    await note(within, { kind: 'price', subject: code, at: now });
    if (endsAt > now) await note(within, { kind: 'price', subject: code, at: now, dueAt: endsAt });
    return couponRule(row);
  });
}

async function rules(db: Kysely<PricingTables>, level: UserLevel): Promise<Rules> {
  const row = await db.selectFrom('level').selectAll().where('level', '=', level).executeTakeFirstOrThrow();
  const policy = await db.selectFrom('policy').select('cap_points').executeTakeFirstOrThrow();
  return { level: { level, name: { zh: row.name_zh, en: row.name_en }, points: row.points }, cap: policy.cap_points };
}

function couponRule(row: Selectable<PricingTables['coupon']>): CouponRule {
  const { code, currency } = row;
  return {
    code,
    off: row.amount_off === null ? { points: row.points_off ?? 0 } : { amount: parseAmount(row.amount_off) },
    currency,
    minimum: parseAmount(row.minimum),
    cap: row.cap === null ? null : parseAmount(row.cap),
    validFrom: Date.parse(row.valid_from),
    validUntil: Date.parse(row.valid_until),
    levels: userLevels.filter((level) => row.levels.split(',').includes(level)),
    combinable: row.combinable === 1,
  };
}
