import type { Turn } from '@turnfleet/contract/schemas';
import { type BudgetState, complexityOf, minuteOfDay, type RoutedTurn } from '@turnfleet/model';

interface Asked {
  readonly turn: Turn;
  readonly tenant: string;
  readonly locale: string;
  /** Models of the replies so far, oldest first; `''` where none answered. */
  readonly models: readonly string[];
  /** How far the budgets that pay for it are spent. */
  readonly spent: BudgetState;
}

/** A turn as the rules of the catalogue see it, at `now` by the shop's clock. */
export function factsOf({ turn, tenant, locale, models, spent }: Asked, timeZone: string, now: number): RoutedTurn {
  const channel = turn.metadata?.['channel'];
  return {
    complexity: complexityOf(turn.text).score,
    level: turn.user?.level ?? null,
    tenant,
    locale,
    channel: typeof channel === 'string' ? channel : null,
    minuteOfDay: minuteOfDay(timeZone, now),
    budget: spent.budget,
    budgetLeft: spent.left,
    group: turn.modelGroup ?? null,
    lastModel: models.findLast((model) => model !== '') ?? null,
  };
}
