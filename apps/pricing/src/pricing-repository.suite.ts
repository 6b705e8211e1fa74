import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import { noteChanges } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import { parseAmount } from './amount.ts';
import { demoCoupons } from './demo-rules.ts';
import { migrations } from './migrations.ts';
import { type PricingRepository, pricingRepository } from './pricing-repository.ts';
import type { PricingTables } from './tables.ts';

const signal = new AbortController().signal;

/** What holds for price rules on every database. */
export function pricingRepositorySuite(url: () => string | undefined): void {
  let database: Database<PricingTables>;
  let prices: PricingRepository;

  beforeAll(async () => {
    const options = { schema: 'pricing', migrations, clock: systemClock, logger: silentLogger };
    database = await openDatabase<PricingTables>({ url: url(), ...options });
    prices = pricingRepository(database, noteChanges(countingIds('change')));
  });
  afterAll(() => database.stop());

  /** What the transactions noted, kept here only if they ended well. */
  const noted = (): Promise<unknown[]> =>
    database.query((db) => db.selectFrom('outbox').select(['kind', 'subject', 'due_at']).orderBy('due_at').execute());

  describe('rulesFor', () => {
    it.each([
      ['regular', 0],
      ['silver', 500],
      ['gold', 1_000],
    ] as const)('gives %s members %i basis points', async (level, points) => {
      expect(await prices.rulesFor(level, signal)).toMatchObject({ level: { level, points }, cap: 4_000 });
    });
  });

  describe('coupon', () => {
    it('gives the rules of a coupon, however its code is typed', async () => {
      expect(await prices.coupon('save100', signal)).toEqual({
        code: 'SAVE100',
        off: { amount: parseAmount('100') },
        currency: 'CNY',
        minimum: parseAmount('1000'),
        cap: null,
        validFrom: Date.parse('2024-01-01T00:00:00+08:00'),
        validUntil: Date.parse('2100-01-01T00:00:00+08:00'),
        levels: [],
        combinable: true,
      });
      expect(await prices.coupon('WELCOME10', signal)).toMatchObject({ off: { points: 1_000 }, minimum: 0n });
      expect(await prices.coupon('MEMBER5', signal)).toMatchObject({ levels: ['silver', 'gold'] });
      expect(await prices.coupon('SOLO15', signal)).toMatchObject({ combinable: false });
    });

    it('reads every coupon of the demo shop', async () => {
      for (const { code } of demoCoupons) expect((await prices.coupon(code, signal))?.code).toBe(code);
    });

    it('finds nothing under an unknown code', async () => {
      expect(await prices.coupon('NOPE', signal)).toBeUndefined();
    });
  });

  describe('endCoupon', () => {
    const now = Date.parse('2026-01-05T10:00:00Z');

    it('ends a coupon, and notes now and then that it did', async () => {
      expect((await prices.endCoupon('big20', now + 60_000, now, signal))?.validUntil).toBe(now + 60_000);
      expect((await prices.coupon('BIG20', signal))?.validUntil).toBe(now + 60_000);
      expect(await noted()).toEqual([
        { kind: 'price', subject: 'BIG20', due_at: 0 },
        { kind: 'price', subject: 'BIG20', due_at: now + 60_000 },
      ]);
    });

    it('finds nothing under an unknown code, and notes nothing', async () => {
      expect(await prices.endCoupon('NOPE', now, now, signal)).toBeUndefined();
      expect(await noted()).toHaveLength(2);
    });
  });
}
