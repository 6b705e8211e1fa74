/** What went wrong with the order of the keys' messages. */
export interface OrderReport {
  /** Messages that began before all earlier ones of their key had ended. */
  readonly outOfOrder: number;
  /** Times that a message began again. */
  readonly repeated: number;
}

interface KeyState {
  /** Lowest sequence number that has not begun. */
  next: number;
  /** Those above it that have begun. */
  readonly ahead: Set<number>;
  running: number;
}

/**
 * Watches that the messages of each key run one after another in their order. Invariant: of each key, the messages below
 * `next` and those in `ahead` have begun, no others.
 */
export class OrderChecker {
  readonly #keys = new Map<string, KeyState>();
  #outOfOrder = 0;
  #repeated = 0;

  /** Whether the message begins for the first time. Each `begin` is followed by one `end`. */
  begin(key: string, sequence: number): boolean {
    const state = this.#stateOf(key);
    const first = sequence >= state.next && !state.ahead.has(sequence);
    if (first && (sequence !== state.next || state.running > 0)) this.#outOfOrder++;
    if (!first) this.#repeated++;
    else if (sequence > state.next) state.ahead.add(sequence);
    else
      do state.next++;
      while (state.ahead.delete(state.next));
    state.running++;
    return first;
  }

  end(key: string): void {
    this.#stateOf(key).running--;
  }

  report(): OrderReport {
    return { outOfOrder: this.#outOfOrder, repeated: this.#repeated };
  }

  #stateOf(key: string): KeyState {
    let state = this.#keys.get(key);
    if (!state) {
      state = { next: 0, ahead: new Set(), running: 0 };
      this.#keys.set(key, state);
    }
    return state;
  }
}
