import type { Instance } from './instance.ts';

/**
 * An instance that is not listed any more and did not say goodbye is called for so long: a registry that forgot everything
 * learns it again within a few heartbeats. With the lease before, a process that died is gone within a minute.
 */
export const graceMs = 30_000;

/**
 * What this process believes of the instances, from one list to the next. Invariant: one that left on purpose goes at
 * once, one that merely vanished after `graceMs` in which lists came; without any list nothing goes. Time is monotonic
 * milliseconds, given.
 */
export class KnownInstances {
  #known = new Map<string, Instance>();
  /** Since when those are missing that vanished. */
  readonly #missing = new Map<string, number>();

  get all(): readonly Instance[] {
    return [...this.#known.values()];
  }

  /** The whole list, as it came. True if anything is different from before. */
  listed(list: readonly Instance[], now: number): boolean {
    const next = new Map(list.map((instance) => [instance.id, instance]));
    for (const instance of this.#known.values()) {
      if (next.has(instance.id)) this.#missing.delete(instance.id);
      else if (this.#isKept(instance, now)) next.set(instance.id, instance);
      else this.#missing.delete(instance.id);
    }
    const changed = !isSame(this.#known, next);
    this.#known = next;
    return changed;
  }

  #isKept({ id, draining }: Instance, now: number): boolean {
    if (draining) return false;
    const since = this.#missing.get(id) ?? now;
    this.#missing.set(id, since);
    return now - since < graceMs;
  }
}

function isSame(one: ReadonlyMap<string, Instance>, other: ReadonlyMap<string, Instance>): boolean {
  return one.size === other.size && [...one].every(([id, instance]) => isEqual(instance, other.get(id)));
}

const isEqual = (one: Instance, other: Instance | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);
