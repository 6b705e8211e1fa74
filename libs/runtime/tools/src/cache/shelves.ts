import type { Clock } from '@turnfleet/core';
import type { Freshness } from '../tool.ts';
import type { CachedResult } from './cached-result.ts';
import type { HeardChange } from './heard-change.ts';
import { HeardChanges } from './heard-changes.ts';
import { memoryResults } from './memory-results.ts';
import { type FurtherStore, patientStore } from './patient-store.ts';
import type { ReadEvents } from './read-events.ts';
import { endOf, type ResultUse, useOf } from './use-of.ts';

/** A kept result and what it is good for now. */
export interface Found {
  readonly result: CachedResult;
  readonly use: Exclude<ResultUse, 'dead'>;
  /** Where it was found. */
  readonly from: string;
}

interface ShelvesDeps {
  readonly clock: Clock;
  /** Of the results in the memory of this process. */
  readonly maxBytes: number;
  /** The nearest first. */
  readonly further: readonly FurtherStore[];
  readonly events: ReadEvents;
}

/** All places where results are kept, and what was heard of changes. What a change touches is given out by none of them. */
export class Shelves {
  readonly heard = new HeardChanges();
  readonly memory: ReturnType<typeof memoryResults>;
  readonly #clock: Clock;
  readonly #events: ReadEvents;
  readonly #further: readonly FurtherStore[];

  constructor({ clock, maxBytes, further, events }: ShelvesDeps) {
    this.memory = memoryResults(maxBytes);
    this.#clock = clock;
    this.#events = events;
    this.#further = further.map((one) => {
      const onFailure = (error: unknown): void => events.failed(one.name, error);
      return { ...one, store: patientStore(one.store, { clock, onFailure }) };
    });
  }

  /** What the memory of this process has. */
  peek(key: string, freshness: Freshness): Found | null {
    return this.#found(this.memory.peek(key), freshness, 'memory');
  }

  /** What stores further away have, the first that needs no error to be told; it is in memory then. */
  async look(key: string, freshness: Freshness): Promise<Found | null> {
    let last: Found | null = null;
    for (const { store, name } of this.#fit(freshness)) {
      const begun = this.heard.number;
      const found = this.#found(await store.get(key), freshness, name);
      if (!found || this.heard.lastOf(found.result.scope).number > begun) continue;
      if (!last || found.result.asOf > last.result.asOf) last = found;
      if (last.use !== 'if_error') break;
    }
    if (last) void this.#remember(key, last.result, 0);
    return last;
  }

  /** Keeps what a read came to that began when `begun` was the last change heard. */
  keep(tool: string, key: string, result: CachedResult, freshness: Freshness, begun: number): void {
    if (this.heard.lastOf(result.scope).number > begun) {
      this.#events.overtaken(tool);
      return;
    }
    const forMs = endOf(result, freshness) - this.#clock.now();
    void this.#remember(key, result, forMs);
    for (const { store } of this.#fit(freshness)) void store.put(key, result, forMs);
  }

  change(change: HeardChange): void {
    this.heard.hear(change, this.#clock.now());
    if (change.subject !== '') {
      void this.memory.drop(change);
      for (const { store } of this.#further) void store.drop(change);
    }
    this.#events.changed(change);
  }

  #remember(key: string, result: CachedResult, forMs: number): Promise<void> {
    const begunAt = this.#clock.monotonic() - (this.#clock.now() - result.asOf);
    return this.memory.put(key, { ...result, begunAt }, forMs);
  }

  #fit({ maxAgeMs }: Freshness): readonly FurtherStore[] {
    return this.#further.filter(({ leastAgeMs }) => maxAgeMs >= leastAgeMs);
  }

  #found(result: CachedResult | null, freshness: Freshness, from: string): Found | null {
    if (!result) return null;
    const { heard } = this;
    const [now, monotonic] = [this.#clock.now(), this.#clock.monotonic()];
    const use = useOf(result, freshness, { heard, now, monotonic, elsewhere: from !== 'memory' });
    return use === 'dead' ? null : { result, use, from };
  }
}
