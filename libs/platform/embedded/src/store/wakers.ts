import type { Watching } from '@turnfleet/conversation';

/** Who wants to be called when something happens to a key; never called within the call that makes it happen. */
export class Wakers<News = null> {
  readonly #byKey = new Map<string, Set<(news: News | null) => void>>();

  add(key: string, wake: (news: News | null) => void): Watching {
    const waiting = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, waiting);
    // The same function may wait twice, so each gets an identity of its own.
    const entry = (news: News | null): void => wake(news);
    waiting.add(entry);
    return {
      close: () => {
        waiting.delete(entry);
        if (waiting.size === 0 && this.#byKey.get(key) === waiting) this.#byKey.delete(key);
      },
    };
  }

  wakeAll(): void {
    for (const key of this.#byKey.keys()) this.wake(key);
  }

  wake(key: string, news: News | null = null): void {
    const waiting = this.#byKey.get(key);
    for (const wake of waiting ?? []) {
      queueMicrotask(() => {
        if (waiting?.has(wake)) wake(news);
      });
    }
  }
}
