import { type Clock, isTurnfleetError, type Timer } from '@turnfleet/core';
import type { Budget } from '../catalogue/catalogue.ts';
import { noCost, type Usd } from '../money/usd.ts';
import type { BudgetStore, PurseBook, PurseState, Settlement } from './budget-store.ts';
import { type LimitedPurse, type Payer, pursesOf } from './purses.ts';

/** How far the purses of a payer are spent, as this process last saw them. */
export interface BudgetState {
  readonly budget: 'free' | 'soft';
  /** Of the fullest purse; null where nothing limits the payer. */
  readonly left: Usd | null;
}

/** Money set aside for one call. */
export interface BudgetHold {
  /** The call cost this much; said once. */
  settle(cost: Usd): void;
}

export type BudgetAnswer =
  | { readonly kind: 'held'; readonly hold: BudgetHold | null }
  /** The purse that has no room for it. */
  | { readonly kind: 'spent'; readonly purse: string };

export interface BudgetEvents {
  /** Purses could not be counted, and can again. */
  readonly away: (away: boolean) => void;
  /** A call was sent although nobody could count it. */
  readonly uncounted: () => void;
}

export interface BudgetKeeperDeps {
  readonly store: BudgetStore;
  readonly clock: Clock;
  /** As the catalogue has them now. */
  readonly budgets: () => readonly Budget[];
  readonly events: BudgetEvents;
}

const dayMs = 24 * 3_600_000;
const retryMs = 1_000;
/** Purses whose state is remembered; of the others nothing is known until they are asked for. */
const mostKnown = 10_000;

/**
 * The budgets as a worker keeps them. Who reserves first gets the money, over all workers. While the store is away each goes
 * on with what it last saw left of a purse – all of it where it saw none – and counts its calls later.
 */
export class BudgetKeeper {
  readonly #deps: BudgetKeeperDeps;
  /** By book and purse, the one seen last at the end. */
  readonly #known = new Map<string, PurseState>();
  readonly #waiting: { readonly book: PurseBook; readonly settlement: Settlement }[] = [];
  #sending: Promise<void> | null = null;
  #timer: Timer | null = null;
  #away = false;

  constructor(deps: BudgetKeeperDeps) {
    this.#deps = deps;
  }

  stateOf(payer: Payer): BudgetState {
    const purses = pursesOf(this.#deps.budgets(), payer);
    if (purses.length === 0) return { budget: 'free', left: null };
    const book = { tenant: payer.tenant, day: dayOf(this.#deps.clock.now()) };
    const states = purses.map((purse) => ({ purse, state: this.#stateOf(book, purse) }));
    return {
      budget: states.some(({ purse, state }) => state.spent >= purse.soft) ? 'soft' : 'free',
      left: lowest(states.map(({ purse, state }) => leftOf(purse, state))),
    };
  }

  /** Sets the most that a call can cost aside; of payers without a budget nothing is counted. */
  async reserve(payer: Payer, call: string, amount: Usd, at = this.#deps.clock.now()): Promise<BudgetAnswer> {
    const purses = pursesOf(this.#deps.budgets(), payer);
    if (purses.length === 0) return { kind: 'held', hold: null };
    const book = { tenant: payer.tenant, day: dayOf(at) };
    try {
      const { fits, purses: states } = await this.#deps.store.reserve(book, call, amount, purses);
      purses.forEach((purse, i) => this.#learn(book, purse.name, states[i]));
      this.#see(false);
      if (fits) return { kind: 'held', hold: this.#hold(book, call, []) };
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
      this.#see(true);
      const held = this.#holdBlindly(book, purses, call, amount);
      if (held) return { kind: 'held', hold: held };
    }
    const full = purses.find((purse) => leftOf(purse, this.#stateOf(book, purse)) < amount);
    return { kind: 'spent', purse: full?.name ?? purses[0]?.name ?? '' };
  }

  /** Calls that others reserved for, or that this process did before: what they cost in the end. Of each what is still open. */
  settle(payer: Payer, calls: readonly { readonly call: string; readonly at: number; readonly cost: Usd }[]): void {
    if (pursesOf(this.#deps.budgets(), payer).length === 0) return;
    for (const { call, at, cost } of calls)
      this.#send({ tenant: payer.tenant, day: dayOf(at) }, { call, cost, late: [] });
  }

  /** Resolves when all that can be told has been told. */
  async stop(): Promise<void> {
    this.#untime();
    await this.#flush();
    this.#untime();
  }

  #untime(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #hold(book: PurseBook, call: string, late: readonly string[]): BudgetHold {
    let open = true;
    return {
      settle: (cost) => {
        if (open) this.#send(book, { call, cost, late });
        open = false;
      },
    };
  }

  #holdBlindly(book: PurseBook, purses: readonly LimitedPurse[], call: string, amount: Usd): BudgetHold | null {
    const states = purses.map((purse) => this.#stateOf(book, purse));
    if (purses.some((purse, i) => leftOf(purse, states[i] ?? nothing) < amount)) return null;
    const shift = (spent: Usd, reserved: Usd): void =>
      purses.forEach(({ name }) => {
        const { spent: before, reserved: held } = this.#known.get(keyOf(book, name)) ?? nothing;
        this.#learn(book, name, { spent: before + spent, reserved: held + reserved });
      });
    shift(0n, amount);
    this.#deps.events.uncounted();
    const hold = this.#hold(
      book,
      call,
      purses.map(({ name }) => name),
    );
    return {
      settle: (cost) => {
        shift(cost, noCost - amount);
        hold.settle(cost);
      },
    };
  }

  #send(book: PurseBook, settlement: Settlement): void {
    this.#waiting.push({ book, settlement });
    // What else is settled in this turn of the event loop goes along.
    if (!this.#timer) this.#timer = this.#deps.clock.setTimer(0, () => void this.#flush());
  }

  #flush(): Promise<void> {
    this.#timer = null;
    this.#sending = (this.#sending ?? Promise.resolve()).then(() => this.#sendAll());
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const book = this.#waiting[0]?.book;
      if (!book) return;
      const sameBook = (one: PurseBook): boolean => one.tenant === book.tenant && one.day === book.day;
      const batch = this.#waiting.filter((one) => sameBook(one.book)).slice(0, 100);
      try {
        await this.#deps.store.settle(
          book,
          batch.map(({ settlement }) => settlement),
        );
      } catch {
        // Nothing is lost by waiting: what is reserved stays so.
        this.#see(true);
        this.#timer ??= this.#deps.clock.setTimer(retryMs, () => void this.#flush());
        return;
      }
      for (const one of batch) this.#waiting.splice(this.#waiting.indexOf(one), 1);
    }
  }

  #see(away: boolean): void {
    if (away !== this.#away) this.#deps.events.away(away);
    this.#away = away;
  }

  #stateOf(book: PurseBook, { name }: Pick<LimitedPurse, 'name'>): PurseState {
    return this.#known.get(keyOf(book, name)) ?? nothing;
  }

  #learn(book: PurseBook, name: string, state: PurseState | undefined): void {
    if (!state) return;
    const key = keyOf(book, name);
    this.#known.delete(key);
    this.#known.set(key, state);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostKnown) return;
      this.#known.delete(oldest);
    }
  }
}

const nothing: PurseState = { spent: noCost, reserved: noCost };

const dayOf = (at: number): string => new Date(Math.floor(at / dayMs) * dayMs).toISOString().slice(0, 10);
const keyOf = ({ tenant, day }: PurseBook, name: string): string => JSON.stringify([tenant, day, name]);

function leftOf({ hard }: LimitedPurse, { spent, reserved }: PurseState): Usd {
  const left = hard - spent - reserved;
  return left > 0n ? left : 0n;
}

const lowest = (amounts: readonly Usd[]): Usd | null =>
  amounts.reduce<Usd | null>((least, amount) => (least === null || amount < least ? amount : least), null);
