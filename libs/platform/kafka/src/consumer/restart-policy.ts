import type { TurnfleetError } from '@turnfleet/core';

/** Heartbeats answered over this time show that brokers which went away are back for this consumer. */
const confirmedMs = 5_000;
/** Rounds of the watchdog (10 s each) that find nothing wrong: the second of them would have found a silent stop. */
const soundRounds = 3;

/**
 * What a consumer that was made anew has shown since. Invariant: trouble that comes before it has passed is taken for
 * the same trouble, so the consumer is not made anew again; after it, for another.
 */
export class RestartPolicy {
  #from: number | null = null;
  #to = 0;
  #rounds = 0;

  /** The group answered a heartbeat, at `at` (monotonic milliseconds). */
  confirmed(at: number): void {
    this.#from ??= at;
    this.#to = at;
  }

  /** A round of the watchdog found the heart beating, and every partition moving or with nothing to give. */
  sound(): void {
    this.#rounds++;
  }

  /** Brokers that were away leave a consumer that works as soon as they answer it; what else breaks one takes longer. */
  passed(trouble: TurnfleetError): boolean {
    if (this.#rounds >= soundRounds) return true;
    return trouble.kind === 'overloaded' && this.#from !== null && this.#to - this.#from >= confirmedMs;
  }
}
