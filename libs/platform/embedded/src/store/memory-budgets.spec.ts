import type { BudgetStore } from '@turnfleet/model';
import { budgetStoreContract } from '@turnfleet/testing';
import { createMemoryBudgets } from './memory-budgets.ts';

budgetStoreContract('Memory', async () => {
  let budgets = createMemoryBudgets();
  const shared: BudgetStore = {
    reserve: (...args) => budgets.reserve(...args),
    settle: (...args) => budgets.settle(...args),
  };
  const clear = async (): Promise<void> => void (budgets = createMemoryBudgets());
  return { budgets: shared, other: shared, clear, stop: async () => undefined };
});
