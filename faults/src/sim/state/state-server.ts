import type { ConversationState } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { createMemoryState } from '@turnfleet/embedded';
import type { Link } from '../process/link.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

/** The state store all processes share, and what is wrong with it right now. */
export class StateServer {
  readonly #make: () => ConversationState;
  readonly #time: VirtualTime;
  #state: ConversationState;
  #awayUntil = 0;
  #readOnlyUntil = 0;

  constructor(time: VirtualTime, partitions: number) {
    this.#time = time;
    this.#make = () => createMemoryState({ clock: time, partitions, journalTtlMs: 3_600_000 });
    this.#state = this.#make();
  }

  get now(): ConversationState {
    return this.#state;
  }

  /** The ports as one process has them, each call going over its link. */
  connect(link: Link): ConversationState {
    const check = (reads: boolean): ConversationState => {
      const now = this.#time.now();
      if (now < this.#awayUntil) throw new TurnfleetError('overloaded', 'The state store cannot be reached.');
      if (!reads && now < this.#readOnlyUntil) throw new TurnfleetError('overloaded', 'READONLY');
      return this.#state;
    };
    return {
      store: remote(link, () => check(false).store, {
        restore: async (partition, generation, conversations) => {
          const before = check(false);
          const paced = (async function* () {
            for await (const conversation of conversations) {
              await link.call('restore', () => void check(false));
              yield conversation;
            }
          })();
          const fence = await before.store.restore(partition, generation, paced);
          if (before !== this.#state) throw new TurnfleetError('fenced', 'The store was lost again.');
          return link.call('restore', () => fence);
        },
      }),
      desk: remote(link, () => check(false).desk, {
        watchCancel: (turn, cancelled) =>
          link.call('watch cancel', () => check(true).desk.watchCancel(turn, () => link.notify(cancelled))),
      }),
      journal: remote(link, () => check(false).journal, {
        subscribe: (conversationId, wake) =>
          link.call('subscribe', () => check(true).journal.subscribe(conversationId, () => link.notify(wake))),
      }),
    };
  }

  flush(): void {
    this.#state = this.#make();
  }

  goAway(ms: number): void {
    this.#awayUntil = this.#time.now() + ms;
  }

  goReadOnly(ms: number): void {
    this.#readOnlyUntil = this.#time.now() + ms;
  }

  heal(): void {
    this.#awayUntil = 0;
    this.#readOnlyUntil = 0;
  }
}

/** Every method of a port as a call over the link, but for those that are given. */
function remote<T extends object>(link: Link, target: () => T, own: Partial<T>): T {
  return new Proxy(own as T, {
    get(given, name) {
      const special: unknown = Reflect.get(given, name);
      if (special !== undefined || typeof name !== 'string' || name === 'then') return special;
      return (...args: unknown[]) =>
        link.call(name, () => {
          const port = target();
          return (Reflect.get(port, name) as (...given: unknown[]) => unknown).apply(port, args);
        });
    },
  });
}
