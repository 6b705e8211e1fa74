import { type BudgetStore, noCost, type PurseBook, type PurseState, type Usd } from '@turnfleet/model';

interface Book {
  readonly purses: Map<string, PurseState>;
  /** By call. */
  readonly reserved: Map<string, { readonly amount: Usd; readonly purses: readonly string[] }>;
  readonly late: Set<string>;
}

const nothing: PurseState = { spent: noCost, reserved: noCost };
const mostDays = 3;

/** For a fleet in one process. */
export function createMemoryBudgets(): BudgetStore {
  /** By day, and then by tenant. */
  const days = new Map<string, Map<string, Book>>();
  const bookOf = ({ tenant, day }: PurseBook): Book => {
    const tenants = days.get(day) ?? new Map<string, Book>();
    const book = tenants.get(tenant) ?? { purses: new Map(), reserved: new Map(), late: new Set() };
    tenants.set(tenant, book);
    days.set(day, tenants);
    for (const old of [...days.keys()].sort().slice(0, -mostDays)) days.delete(old);
    return book;
  };
  const change = ({ purses }: Book, names: readonly string[], spent: Usd, reserved: Usd): void => {
    for (const name of names) {
      const before = purses.get(name) ?? nothing;
      purses.set(name, { spent: before.spent + spent, reserved: before.reserved + reserved });
    }
  };
  return {
    async reserve(ref, call, amount, purses) {
      const book = bookOf(ref);
      const states = () => purses.map(({ name }) => book.purses.get(name) ?? nothing);
      if (book.reserved.has(call)) return { fits: true, purses: states() };
      const fits = states().every(({ spent, reserved }, i) => spent + reserved + amount <= (purses[i]?.hard ?? noCost));
      if (fits) {
        const names = purses.map(({ name }) => name);
        book.reserved.set(call, { amount, purses: names });
        change(book, names, noCost, amount);
      }
      return { fits, purses: states() };
    },
    async settle(ref, settlements) {
      const book = bookOf(ref);
      for (const { call, cost, late } of settlements) {
        const held = book.reserved.get(call);
        book.reserved.delete(call);
        if (held) change(book, held.purses, cost, noCost - held.amount);
        else if (late.length > 0 && !book.late.has(call)) {
          book.late.add(call);
          change(book, late, cost, noCost);
        }
      }
    },
  };
}
