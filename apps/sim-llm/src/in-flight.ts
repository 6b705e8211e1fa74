import type { Clock } from '@turnfleet/core';

/** One request as the server sees it. */
export interface Work {
  /** Aborts when the client has gone or the server ends it. */
  readonly signal: AbortSignal;
  /** Never resolves: rejects when `signal` aborts, and at once when the server drains. */
  hang(): Promise<never>;
}

/** The requests being answered. Invariant: after `drain` none is left, however long it meant to hang. */
export class InFlight {
  readonly #open = new Set<{ readonly controller: AbortController; hanging: boolean }>();
  #draining = false;
  #empty: (() => void) | null = null;

  /** `closed` registers what to call when the response is finished or its connection lost. */
  enter(closed: (leave: () => void) => void): Work {
    const controller = new AbortController();
    const entry = { controller, hanging: false };
    this.#open.add(entry);
    closed(() => {
      controller.abort(new DOMException('The client has gone.', 'AbortError'));
      this.#open.delete(entry);
      if (this.#open.size === 0) this.#empty?.();
    });
    const { signal } = controller;
    return {
      signal,
      hang: () => {
        entry.hanging = true;
        if (this.#draining) controller.abort();
        return new Promise((_, reject) => {
          const end = (): void =>
            reject(signal.reason instanceof Error ? signal.reason : new Error('The hang is over.'));
          if (signal.aborted) end();
          else signal.addEventListener('abort', end, { once: true });
        });
      },
    };
  }

  /** Ends those that hang, lets the others finish within `graceMs`, then ends them too. */
  async drain(clock: Clock, graceMs: number): Promise<void> {
    this.#draining = true;
    this.#end(({ hanging }) => hanging);
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = clock.setTimer(graceMs, resolve);
        this.#empty = () => {
          timer.cancel();
          resolve();
        };
      });
    }
    this.#end(() => true);
  }

  #end(which: (entry: { readonly hanging: boolean }) => boolean): void {
    for (const entry of [...this.#open].filter(which)) entry.controller.abort();
  }
}
