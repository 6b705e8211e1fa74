import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { createMemoryBudgets } from '@turnfleet/embedded';
import { type Budget, type BudgetStore, formatUsd, type PurseBook } from '@turnfleet/model';
import type { Link } from '../process/link.ts';
import type { Untimed } from '../recorder.ts';
import type { SimState } from './sim-state.ts';

type Counted = Extract<Untimed, { event: 'counted' }>;

/** What the store keeps, by its contract. */
const mostDays = 3;

interface Seen {
  readonly book: PurseBook;
  /** Processes that may have gone on without being counted. */
  readonly blind: Set<string>;
}

/** The purses on a server that goes away with the state's; what it counts outlasts a flush of that. */
export class CountedPurses {
  readonly #purses = createMemoryBudgets();
  readonly #seen = new Map<string, Seen>();

  /** As the process has them, over its link. */
  over(process: string, link: Link, state: SimState): BudgetStore {
    const asked = <T>(name: string, serve: () => Promise<T>): Promise<T> =>
      link.call(name, () => {
        if (state.outage.isAway) throw new TurnfleetError('overloaded', 'The budgets cannot be reached.');
        return serve();
      });
    return {
      reserve: async (book, ...args) => {
        const { blind } = this.#see(book);
        try {
          return await asked('reserve', () => this.#purses.reserve(book, ...args));
        } catch (error) {
          if (isTurnfleetError(error, 'overloaded')) blind.add(process);
          throw error;
        }
      },
      settle: (...args) => asked('settle budgets', () => this.#purses.settle(...args)),
    };
  }

  /** What is counted of every tenant's purse, for the history; nothing if there were more days than are kept. */
  async all(budgets: readonly Budget[]): Promise<readonly Counted[]> {
    const days = new Set([...this.#seen.values()].map(({ book }) => book.day));
    if (days.size > mostDays) return [];
    const hard = budgets[0]?.hardPerDay ?? 0n;
    return Promise.all(
      [...this.#seen.values()].map(async ({ book, blind }) => {
        const look = await this.#purses.reserve(book, 'look', 0n, [{ name: 'tenant', hard }]);
        const [{ spent, reserved } = { spent: 0n, reserved: 0n }] = look.purses;
        const { tenant, day } = book;
        const counts = { spent: formatUsd(spent), reserved: formatUsd(reserved), hard: formatUsd(hard) };
        return { event: 'counted' as const, tenant, day, ...counts, blind: blind.size };
      }),
    );
  }

  #see(book: PurseBook): Seen {
    const name = JSON.stringify([book.tenant, book.day]);
    const seen = this.#seen.get(name) ?? { book, blind: new Set() };
    this.#seen.set(name, seen);
    return seen;
  }
}
