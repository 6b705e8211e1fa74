import { type ShopLocale } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';

/** The purse of a tenant or of a user has no room for the most that a call may cost: the model is not asked. */
export class BudgetSpent extends TurnfleetError {
  readonly words: Readonly<Record<ShopLocale, string>>;

  constructor(tenant: string, purse: string) {
    const whose = purse === 'tenant' ? `of tenant ${tenant}` : `of this user at tenant ${tenant}`;
    super('rate_limited', `The budget ${whose} for today has no room for another model call.`, {
      suggestion: 'Wait until 00:00 UTC, or raise hardUsdPerDay under "budgets" in MODELS_FILE.',
    });
    this.words = purse === 'tenant' ? wordsOfTenant : wordsOfUser;
  }
}

const wordsOfTenant = {
  'zh-CN': '抱歉，智能客服今天的服务额度已经用完，暂时无法继续回答。请明天再来，或联系人工客服。',
  en: 'Sorry, the assistant has used up what it may spend today and cannot answer any more. Please come back tomorrow, or contact our staff.',
} as const;

const wordsOfUser = {
  'zh-CN': '抱歉，您今天的智能客服额度已经用完。请明天再来提问，或联系人工客服。',
  en: 'Sorry, you have used up your questions to the assistant for today. Please ask again tomorrow, or contact our staff.',
} as const;
