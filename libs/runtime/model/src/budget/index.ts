export {
  type BudgetAnswer,
  type BudgetEvents,
  type BudgetHold,
  BudgetKeeper,
  type BudgetKeeperDeps,
  type BudgetState,
} from './budget-keeper.ts';
export type { BudgetStore, Purse, PurseBook, PurseState, Reserved, Settlement } from './budget-store.ts';
export { type LimitedPurse, type Payer, pursesOf } from './purses.ts';
