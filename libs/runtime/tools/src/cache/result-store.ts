import type { CachedResult, ResultScope } from './cached-result.ts';
import type { HeardChange } from './heard-change.ts';

/**
 * Where results are kept. A store may lose anything at any time, and fails when it cannot be reached. Keys are texts of any
 * length. What it cannot read is as good as not there.
 */
export interface ResultStore {
  get(key: string): Promise<CachedResult | null>;
  /** `forMs`: after that it is of no use to anybody. One that is too long for the store is not kept. */
  put(key: string, result: CachedResult, forMs: number): Promise<void>;
  /** Forgets what the change touches: its kind, its code or whatever was asked for without one, its tenant if it has one. */
  drop(change: HeardChange): Promise<void>;
}

/** Stands for the codes of what was asked for without one. */
export const anyCode = '*';

/** Where a result is found by those who drop it. */
export const listedUnder = ({ codes }: ResultScope): readonly string[] => codes ?? [anyCode];
