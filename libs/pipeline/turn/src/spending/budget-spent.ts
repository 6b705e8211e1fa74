import { type ShopLocale } from '@turnfleet/contract/schemas';
import { shopperWords } from '@turnfleet/contract/words';
import { TurnfleetError } from '@turnfleet/core';

/** The purse of a tenant or of a user has no room for the most that a call may cost: the model is not asked. */
export class BudgetSpent extends TurnfleetError {
  readonly words: Readonly<Record<ShopLocale, string>>;

  constructor(tenant: string, purse: string) {
    const whose = purse === 'tenant' ? `of tenant ${tenant}` : `of this user at tenant ${tenant}`;
    super('rate_limited', `The budget ${whose} for today has no room for another model call.`, {
      suggestion: 'Wait until 00:00 UTC, or raise hardUsdPerDay under "budgets" in MODELS_FILE.',
    });
    this.words = shopperWords[purse === 'tenant' ? 'tenantBudgetSpent' : 'userBudgetSpent'];
  }
}
