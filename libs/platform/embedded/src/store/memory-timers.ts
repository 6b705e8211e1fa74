import type { DueTimer } from '@turnfleet/contract/events';
import type { ArmedTimer } from '@turnfleet/contract/schemas';

interface Waiting {
  readonly timer: DueTimer;
  /** When it is given to an owner next, Unix milliseconds: when it is due, or its claim is over. */
  at: number;
}

/** One timer of a conversation. Invariant: none waits for less than `#earliest`, so that a look costs nothing until then. */
export class MemoryTimers {
  readonly #waiting = new Map<string, Waiting>();
  #earliest = Number.POSITIVE_INFINITY;

  arm(conversationId: string, timer: ArmedTimer | undefined): void {
    if (!timer) {
      this.#waiting.delete(conversationId);
      return;
    }
    const dueAt = Date.parse(timer.dueAt);
    this.#wait({ timer: { conversationId, kind: timer.kind, dueAt }, at: dueAt });
  }

  /** Of those that `isAsked` is true for, the longest due first; not given again until `claimedUntil`. */
  claim(
    now: number,
    limit: number,
    claimedUntil: number,
    isAsked: (conversationId: string) => boolean,
  ): readonly DueTimer[] {
    if (now < this.#earliest) return [];
    const due = [...this.#waiting.values()]
      .filter(({ at, timer }) => at <= now && isAsked(timer.conversationId))
      .sort((a, b) => a.at - b.at)
      .slice(0, limit);
    for (const one of due) one.at = claimedUntil;
    this.#earliest = [...this.#waiting.values()].reduce(
      (least, { at }) => Math.min(least, at),
      Number.POSITIVE_INFINITY,
    );
    return due.map(({ timer }) => timer);
  }

  copy(): MemoryTimers {
    const copied = new MemoryTimers();
    for (const waiting of this.#waiting.values()) copied.#wait({ ...waiting });
    return copied;
  }

  #wait(waiting: Waiting): void {
    this.#waiting.set(waiting.timer.conversationId, waiting);
    this.#earliest = Math.min(this.#earliest, waiting.at);
  }
}
