import type { Logger } from '@turnfleet/core';
import type { BudgetEvents } from '@turnfleet/model';
import type { TurnMetrics } from '../metrics.ts';

/** Says it once when budgets can no longer be counted, and once when they can again; counts the calls sent meanwhile. */
export function watchBudgets(logger: Logger, metrics: Pick<TurnMetrics, 'budgetUncounted'>): BudgetEvents {
  return {
    away: (away) => {
      if (away)
        logger.error(
          {},
          'budgets cannot be counted: until Redis answers again, this worker spends at most what it last saw left of each',
        );
      else logger.info({}, 'budgets are counted again; what was spent meanwhile is charged');
    },
    uncounted: () => metrics.budgetUncounted(),
  };
}
