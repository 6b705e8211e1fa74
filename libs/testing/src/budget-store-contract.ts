import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BudgetStore, Purse, PurseBook } from '@turnfleet/model';

interface BudgetStoreHarness {
  readonly budgets: BudgetStore;
  /** Another process's way to the same. */
  readonly other: BudgetStore;
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const usd = (dollars: number): bigint => BigInt(dollars) * 10n ** 12n;
const book: PurseBook = { tenant: 'shop/上海 {1}', day: '2026-01-31' };
const tenant: Purse = { name: 'tenant', hard: usd(10) };
const user: Purse = { name: 'user/U 1', hard: usd(3) };

/** What every `BudgetStore` must do. */
export function budgetStoreContract(name: string, makeHarness: () => Promise<BudgetStoreHarness>): void {
  describe(`${name} as a BudgetStore`, () => {
    let made: BudgetStoreHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    beforeEach(() => made.clear());
    afterAll(() => made.stop());
    const settle = (call: string, cost: bigint, late: readonly string[] = []) =>
      made.other.settle(book, [{ call, cost, late }]);
    const statesOf = async (purses: readonly Purse[], of = book) =>
      (await made.other.reserve(of, `look-${Math.random()}`, 0n, purses)).purses;

    it('sets money aside in every purse, and tells how they are, to the trillionth', async () => {
      const amount = usd(2) + 1n;
      expect(await made.budgets.reserve(book, 'a', amount, [tenant, user])).toEqual({
        fits: true,
        purses: [
          { spent: 0n, reserved: amount },
          { spent: 0n, reserved: amount },
        ],
      });
    });

    it('reserves nothing of any purse where one has no room', async () => {
      expect(await made.budgets.reserve(book, 'a', usd(3) + 1n, [tenant, user])).toMatchObject({ fits: false });
      expect(await statesOf([tenant, user])).toEqual([
        { spent: 0n, reserved: 0n },
        { spent: 0n, reserved: 0n },
      ]);
      expect(await made.budgets.reserve(book, 'b', usd(3), [tenant, user])).toMatchObject({ fits: true });
    });

    it('frees what was set aside and spends what it cost, once', async () => {
      await made.budgets.reserve(book, 'a', usd(3), [tenant, user]);
      for (let times = 0; times < 2; times++) await settle('a', usd(1));
      expect(await statesOf([tenant, user])).toEqual([
        { spent: usd(1), reserved: 0n },
        { spent: usd(1), reserved: 0n },
      ]);
    });

    it('is told the same reservation again as the same one', async () => {
      for (let times = 0; times < 2; times++) await made.budgets.reserve(book, 'a', usd(3), [user]);
      expect(await statesOf([user])).toEqual([{ spent: 0n, reserved: usd(3) }]);
    });

    it('charges a call that nobody could reserve for, once, and nothing for one that was not', async () => {
      for (let times = 0; times < 2; times++) await settle('late', usd(1), ['tenant', 'user/U 1']);
      await settle('unknown', usd(1));
      expect(await statesOf([tenant, user])).toEqual([
        { spent: usd(1), reserved: 0n },
        { spent: usd(1), reserved: 0n },
      ]);
    });

    it('keeps tenants and days apart', async () => {
      await made.budgets.reserve(book, 'a', usd(3), [user]);
      expect(await statesOf([user], { ...book, day: '2026-02-01' })).toEqual([{ spent: 0n, reserved: 0n }]);
      expect(await statesOf([user], { ...book, tenant: 'shop' })).toEqual([{ spent: 0n, reserved: 0n }]);
    });

    it('gives no money to two, however many ask at once', async () => {
      const calls = Array.from({ length: 60 }, (_, i) => i);
      const each = await Promise.all(
        calls.map((i) => (i % 2 ? made.budgets : made.other).reserve(book, `c-${i}`, usd(1), [tenant])),
      );
      expect(each.filter(({ fits }) => fits)).toHaveLength(10);
      expect(await statesOf([tenant])).toEqual([{ spent: 0n, reserved: usd(10) }]);
    });
  });
}
