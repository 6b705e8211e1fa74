import type { ResultScope } from './cached-result.ts';
import { codeKey } from './codes-in.ts';
import type { HeardChange } from './heard-change.ts';

/** When a change was heard. */
interface Heard {
  /** Grows by one with each change. */
  readonly number: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Codes that are remembered; of those forgotten it is known when the last of them changed. */
const mostCodes = 20_000;
const never: Heard = { number: 0, at: -Infinity };

/**
 * What changed, so that nothing fetched before is taken for fresh after. It errs to one side only: what it has forgotten
 * counts as changed when the last of the forgotten did.
 */
export class HeardChanges {
  /** By kind and code, the latest last. */
  readonly #codes = new Map<string, Heard>();
  /** By kind: a change of any code. */
  readonly #kinds = new Map<string, Heard>();
  /** By kind: nobody knows of what. */
  readonly #gaps = new Map<string, Heard>();
  #forgotten = never;
  #number = 0;

  /** Of the last change heard; 0 before the first. */
  get number(): number {
    return this.#number;
  }

  hear({ kind, subject }: Pick<HeardChange, 'kind' | 'subject'>, now: number): void {
    const heard = { number: ++this.#number, at: now };
    if (subject === '') {
      this.#gaps.set(kind, heard);
      return;
    }
    this.#kinds.set(kind, heard);
    const key = keyOf(kind, codeKey(subject));
    this.#codes.delete(key);
    this.#codes.set(key, heard);
    const [oldest] = this.#codes.size > mostCodes ? this.#codes : [];
    if (!oldest) return;
    this.#codes.delete(oldest[0]);
    this.#forgotten = oldest[1];
  }

  /** The last change that is known to touch what is in the scope. */
  lastOf({ kinds, codes }: Pick<ResultScope, 'kinds' | 'codes'>): Heard {
    if (kinds.length === 0) return never;
    const heard = kinds.flatMap((kind) => {
      if (codes === null) return this.#kinds.get(kind) ?? [];
      return codes.flatMap((code) => this.#codes.get(keyOf(kind, code)) ?? []);
    });
    return latest(codes === null ? heard : [...heard, this.#forgotten]);
  }

  /** The last time that something of these kinds may have changed without being heard of. */
  lastGap({ kinds }: Pick<ResultScope, 'kinds'>): Heard {
    return latest(kinds.flatMap((kind) => this.#gaps.get(kind) ?? []));
  }
}

const keyOf = (kind: string, code: string): string => `${kind} ${code}`;

const latest = (heard: readonly Heard[]): Heard =>
  heard.reduce((last, one) => (one.number > last.number ? one : last), never);
