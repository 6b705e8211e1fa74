import { type WindowTaken, windowMs } from '@turnfleet/admission';

/** Whose limit it is. */
export type LimitOf = 'key' | 'user' | 'tenant' | 'address';

export interface LimitStanding extends WindowTaken {
  readonly of: LimitOf;
  readonly limit: number;
}

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10): every limit that holds, and the one with least left. */
export function rateHeaders(standings: readonly LimitStanding[]): Readonly<Record<string, string>> {
  const [first, ...rest] = standings;
  if (!first) return {};
  const least = rest.reduce((a, b) => (b.left / b.limit < a.left / a.limit ? b : a), first);
  const seconds = Math.ceil(least.moreInMs / 1_000);
  return {
    'ratelimit-policy': standings.map(({ of, limit }) => `"${of}";q=${limit};w=${windowMs / 1_000}`).join(', '),
    ratelimit: `"${least.of}";r=${least.granted ? least.left : 0};t=${seconds}`,
  };
}
