import type { Clock } from '@turnfleet/core';
import { createMemorySessions } from '@turnfleet/embedded';
import type { BusMessage, SessionStore } from '@turnfleet/session';

interface Written {
  readonly at: number;
  readonly again: (store: SessionStore) => unknown;
}

/** The server that keeps the sessions of all ingresses, until another one takes over that knows less. */
export class SessionServer {
  readonly #clock: Clock;
  readonly #hearing = new Set<(message: BusMessage | null) => void>();
  #written: Written[] = [];
  #now: SessionStore;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#now = this.#start();
  }

  /** As clients reach it, whichever server it is. */
  readonly store: SessionStore = {
    open: (...args) => this.#write((store) => store.open(...args)),
    take: (...args) => this.#write((store) => store.take(...args)),
    save: (...args) => this.#write((store) => store.save(...args)),
    end: (...args) => this.#write((store) => store.end(...args)),
    post: (...args) => this.#write((store) => store.post(...args)),
    noticesAfter: (...args) => this.#now.noticesAfter(...args),
    tell: (message) => this.#now.tell(message),
    listen: async (hear) => {
      this.#hearing.add(hear);
      return { close: () => void this.#hearing.delete(hear) };
    },
  };

  /** `at`: it has what was written until then, milliseconds of its clock; null: nothing. Who listens may have missed something. */
  failOver(at: number | null): void {
    const kept = this.#written.filter((one) => at !== null && one.at <= at);
    const store = createMemorySessions(this.#clock);
    for (const { again } of kept) void again(store);
    this.#written = kept;
    this.#now = this.#start(store);
    for (const hear of this.#hearing) hear(null);
  }

  #start(store = createMemorySessions(this.#clock)): SessionStore {
    void store.listen((message) => {
      for (const hear of this.#hearing) hear(message);
    });
    return store;
  }

  #write<Result>(again: (store: SessionStore) => Promise<Result>): Promise<Result> {
    this.#written.push({ at: this.#clock.monotonic(), again });
    return again(this.#now);
  }
}
