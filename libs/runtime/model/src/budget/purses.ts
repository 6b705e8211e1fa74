import type { Budget } from '../catalogue/catalogue.ts';
import type { Usd } from '../money/usd.ts';
import type { Purse } from './budget-store.ts';

/** Who pays for a turn; a shopper whom upstream did not name has no purse of their own. */
export interface Payer {
  readonly tenant: string;
  readonly userId: string | null;
}

export interface LimitedPurse extends Purse {
  readonly soft: Usd;
}

/** The purses that a turn is paid from: of a tenant, and of each user, the budget that names the tenant before that of all. */
export function pursesOf(budgets: readonly Budget[], { tenant, userId }: Payer): readonly LimitedPurse[] {
  const budgetFor = (perUser: boolean): Budget | undefined => {
    const own = budgets.filter((budget) => budget.perUser === perUser);
    return own.find((budget) => budget.tenant === tenant) ?? own.find((budget) => budget.tenant === null);
  };
  const purse = (name: string, budget: Budget | undefined): LimitedPurse[] =>
    budget ? [{ name, soft: budget.softPerDay, hard: budget.hardPerDay }] : [];
  return [...purse('tenant', budgetFor(false)), ...(userId === null ? [] : purse(`user/${userId}`, budgetFor(true)))];
}
