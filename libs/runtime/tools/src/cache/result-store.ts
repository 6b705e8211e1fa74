import type { CachedResult } from './cached-result.ts';
import type { Change } from './change.ts';

/**
 * Where results are kept. A store may lose anything at any time. One that cannot be reached, or holds what it cannot read,
 * has nothing: it does not fail a read. Keys are texts of any length.
 */
export interface ResultStore {
  get(key: string): Promise<CachedResult | null>;
  /** `untilMs` (Unix milliseconds): it is of no use to anybody after that. */
  put(key: string, result: CachedResult, untilMs: number): Promise<void>;
  /** Forgets what the change touches (kind, code, tenant); resolves with how many that were. */
  drop(change: Change): Promise<number>;
}
