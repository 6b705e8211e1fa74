import type { Clock } from '@turnfleet/core';

/** As the Kafka adapter has it: see libs/platform/kafka/src/producer/refused-writes.ts. */
const worthTellingMs = 5_000;
const knownForMs = 45_000;

/** What one process knows of how the brokers take its writes; a refusal that is over soon nobody has to know. */
export class RefusedWrites {
  readonly #clock: Clock;
  #refused: { readonly since: number; readonly at: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  refused(): void {
    const at = this.#clock.monotonic();
    this.#refused = { since: this.#known()?.since ?? at, at };
  }

  taken(): void {
    this.#refused = null;
  }

  problem(): string | null {
    const known = this.#known();
    return known && known.at - known.since >= worthTellingMs ? 'Kafka refuses writes.' : null;
  }

  #known() {
    return this.#refused && this.#clock.monotonic() - this.#refused.at <= knownForMs ? this.#refused : null;
  }
}
