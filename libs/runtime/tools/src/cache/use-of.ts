import type { Freshness } from '../tool.ts';
import type { CachedResult } from './cached-result.ts';
import type { HeardChanges } from './heard-changes.ts';

/**
 * What a kept result is good for: `fresh` as it is, `revalidate` while a new one is fetched, `if_error` when no new one can
 * be had, `dead` for nothing.
 */
export type ResultUse = 'fresh' | 'revalidate' | 'if_error' | 'dead';

/** That something is not there is believed for a moment only: what is new is asked for. */
const longestNotFoundMs = 5_000;
/** Clocks of the machines of a fleet differ by less. */
const skewMs = 1_000;

interface Looked {
  readonly heard: HeardChanges;
  readonly now: number;
  readonly monotonic: number;
  readonly elsewhere: boolean;
}

/** `elsewhere`: it comes from a store that others fill, who may have heard of a change later than we. */
export function useOf(
  { answer, asOf, begunAt, scope }: CachedResult,
  freshness: Freshness,
  { heard, now, monotonic, elsewhere }: Looked,
): ResultUse {
  const { maxAgeMs, staleWhileRevalidateMs, staleIfErrorMs } = freshness;
  const age = Math.max(now - asOf, begunAt === undefined ? 0 : monotonic - begunAt);
  if (now - asOf < -skewMs) return 'dead';
  if (elsewhere && asOf <= heard.lastOf(scope).at + skewMs) return 'dead';
  const vouchedFor = asOf > heard.lastGap(scope).at;
  if (!answer.found) return vouchedFor && age <= Math.min(maxAgeMs, longestNotFoundMs) ? 'fresh' : 'dead';
  if (vouchedFor && age <= maxAgeMs) return 'fresh';
  if (vouchedFor && age <= maxAgeMs + staleWhileRevalidateMs) return 'revalidate';
  return age <= maxAgeMs + staleIfErrorMs ? 'if_error' : 'dead';
}

/** Unix milliseconds after which a result is of no use to anybody. */
export function endOf({ answer, asOf }: CachedResult, freshness: Freshness): number {
  const { maxAgeMs, staleWhileRevalidateMs, staleIfErrorMs } = freshness;
  if (!answer.found) return asOf + Math.min(maxAgeMs, longestNotFoundMs);
  return asOf + maxAgeMs + Math.max(staleWhileRevalidateMs, staleIfErrorMs);
}
