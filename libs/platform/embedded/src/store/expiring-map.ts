import type { Clock } from '@turnfleet/core';

/** A map whose entries end `ttlMs` after they were last set. Invariant: entries stand in the order in which they end. */
export class ExpiringMap<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly endsAt: number }>();
  readonly #clock: Clock;
  /** Nothing ends before. */
  #nextEnd = Number.POSITIVE_INFINITY;
  readonly #ttlMs: number;

  constructor(clock: Clock, ttlMs: number) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  get(key: string): T | undefined {
    this.#dropEnded();
    return this.#entries.get(key)?.value;
  }

  set(key: string, value: T): void {
    this.#dropEnded();
    this.#entries.delete(key);
    const endsAt = this.#clock.now() + this.#ttlMs;
    this.#entries.set(key, { value, endsAt });
    this.#nextEnd = Math.min(this.#nextEnd, endsAt);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  keys(): Iterable<string> {
    this.#dropEnded();
    return this.#entries.keys();
  }

  get size(): number {
    this.#dropEnded();
    return this.#entries.size;
  }

  /** One with the same entries, each value copied. */
  copy(copyValue: (value: T) => T): ExpiringMap<T> {
    this.#dropEnded();
    const copied = new ExpiringMap<T>(this.#clock, this.#ttlMs);
    for (const [key, { value, endsAt }] of this.#entries) copied.#entries.set(key, { value: copyValue(value), endsAt });
    copied.#nextEnd = this.#nextEnd;
    return copied;
  }

  #dropEnded(): void {
    const now = this.#clock.now();
    // Asked before every access: looking for the first entry takes long in a map from which much was deleted.
    if (now < this.#nextEnd) return;
    this.#nextEnd = Number.POSITIVE_INFINITY;
    for (const [key, { endsAt }] of this.#entries) {
      if (endsAt > now) {
        this.#nextEnd = endsAt;
        return;
      }
      this.#entries.delete(key);
    }
  }
}
