import type { Random } from '@turnfleet/core';
import { LRUCache } from 'lru-cache';
import { type AdmissionLimits, type Decision, decideAdmission } from './decide-admission.ts';
import { nameOf, type QueueBook, type Sharer } from './queue-book.ts';
import { RetryLines } from './retry-lines.ts';

type Refused = Extract<Decision, { kind: 'refuse' }> & { readonly retryAfterMs: number };
/** `startsInMs` is 0 where it begins at once, or nobody can tell. */
type Accepted = Extract<Decision, { kind: 'accept' }> & { readonly position: number };
type Admitted = Accepted | Refused;

interface AdmitterDeps {
  readonly book: QueueBook;
  readonly limits: AdmissionLimits;
  readonly random: Random;
}

/** Lets turns in by what a `QueueBook` knows, and counts them in it. */
export class Admitter {
  readonly #deps: AdmitterDeps;
  /** Sharers of which the last was refused. */
  readonly #refusing = new LRUCache<string, true>({ max: 1_000 });
  readonly #lines = new RetryLines();

  constructor(deps: AdmitterDeps) {
    this.#deps = deps;
  }

  /** `now`: monotonic milliseconds. */
  admit(sharer: Sharer, now: number): Admitted {
    const { book, limits, random } = this.#deps;
    const name = nameOf(sharer);
    const standing = book.standing(sharer, now);
    const refusing = this.#refusing.has(name);
    const decision = decideAdmission({ ...standing, priority: sharer.priority, refusing }, limits);
    if (decision.kind === 'accept') {
      if (refusing) this.#refusing.delete(name);
      const position = decision.startsInMs > 0 ? (book.wait(sharer, now)?.position ?? 0) : 0;
      book.letIn(sharer, now);
      return { ...decision, position };
    }
    this.#refusing.set(name, true);
    const { fleet } = standing;
    const before = fleet ? fleet.queue / 4 : 0;
    const rate = book.figures(now)?.fullPerSecond ?? null;
    return { ...decision, retryAfterMs: this.#lines.refuse(sharer.tenant, rate, before, now, random) };
  }
}
