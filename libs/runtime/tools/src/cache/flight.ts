import { type Clock, type Deadline, deadlineAt, orAbort, TurnfleetError } from '@turnfleet/core';

interface FlightOptions {
  readonly clock: Clock;
  /** Number of the last change that was heard when it began. */
  readonly begun: number;
  readonly limitMs: number;
}

/** A call that several wait for. It has a deadline of its own and is cancelled only when nobody waits any more. */
export class Flight<T> {
  readonly begun: number;
  readonly #work: Promise<T>;
  readonly #over = new AbortController();
  #waiting = 0;
  #ended: () => void = () => undefined;

  constructor({ clock, begun, limitMs }: FlightOptions, work: (deadline: Deadline) => Promise<T>) {
    this.begun = begun;
    const deadline = deadlineAt(clock, clock.now() + limitMs, this.#over.signal);
    this.#work = work(deadline).finally(() => {
      deadline[Symbol.dispose]();
      this.#ended();
    });
    // Whoever waits hears of a failure; nobody may wait any more.
    this.#work.catch(() => undefined);
  }

  /** Called once, when it has come to an end or is cancelled. */
  onEnd(ended: () => void): void {
    this.#ended = ended;
  }

  /** What it comes to, or the reason of the signal where that ends before. */
  async join(signal: AbortSignal): Promise<T> {
    this.#waiting++;
    try {
      return await orAbort(this.#work, signal);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#cancel();
    }
  }

  /** It goes on though nobody waits. */
  hold(): void {
    this.#waiting++;
  }

  /** After it has ended this does nothing. */
  #cancel(): void {
    this.#ended();
    this.#over.abort(new TurnfleetError('cancelled', 'Nobody waits for the answer any more.'));
  }
}
