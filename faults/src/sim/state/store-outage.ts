import { TurnfleetError } from '@turnfleet/core';
import type { VirtualTime } from '../time/virtual-time.ts';

/** How long the state store is away, or takes no writes. */
export class StoreOutage {
  readonly #time: VirtualTime;
  #awayUntil = 0;
  #readOnlyUntil = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  goAway(ms: number): void {
    this.#awayUntil = this.#time.now() + ms;
  }

  goReadOnly(ms: number): void {
    this.#readOnlyUntil = this.#time.now() + ms;
  }

  get isAway(): boolean {
    return this.#time.now() < this.#awayUntil;
  }

  heal(): void {
    this.#awayUntil = 0;
    this.#readOnlyUntil = 0;
  }

  /** Fails a call that comes now. Most calls are scripts that write, so a store that is read-only takes none. */
  check(): void {
    const now = this.#time.now();
    if (now < this.#awayUntil) throw new TurnfleetError('overloaded', 'The state store cannot be reached.');
    if (now < this.#readOnlyUntil) throw new TurnfleetError('overloaded', 'The state store is read-only.');
  }
}
