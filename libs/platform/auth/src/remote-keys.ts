import type { Clock, Logger } from '@turnfleet/core';
import { TurnfleetError } from '@turnfleet/core';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
  jwksCache,
} from 'jose';

/** A key that was put in is found so long after the last look, at most; and a server that is away is asked as seldom. */
const cooldownMs = 5_000;
/** A key that was taken out is good for so long, at most. */
const cacheMs = 300_000;
const timeoutMs = 2_000;
/** With the issuer's server away, the keys that it gave last are good for so long. */
const staleMs = 3_600_000;

/**
 * The issuer's public keys, fetched when needed and kept. Where they cannot be fetched, those known last count for an hour:
 * nobody is signed out because the issuer restarts. Then `overloaded`.
 */
export function remoteKeys(url: string, clock: Clock, logger: Logger): JWTVerifyGetKey {
  const kept: JWKSCacheInput = {};
  const fetched = createRemoteJWKSet(new URL(url), {
    cooldownDuration: cooldownMs,
    cacheMaxAge: cacheMs,
    timeoutDuration: timeoutMs,
    [jwksCache]: kept,
  });
  let awaySince: number | null = null;
  let askAgainAt = Number.NEGATIVE_INFINITY;
  const lastKnown: JWTVerifyGetKey = (header, token) => {
    if (kept.jwks && Date.now() - (kept.uat ?? 0) < staleMs) return createLocalJWKSet(kept.jwks)(header, token);
    throw new TurnfleetError('overloaded', 'The keys of the token’s issuer cannot be fetched right now.', {
      retryAfterMs: cooldownMs,
      suggestion: 'Send it again in a few seconds; operators: check JWT_JWKS_URL.',
    });
  };
  return async (header, token) => {
    if (clock.monotonic() < askAgainAt) return lastKnown(header, token);
    try {
      const key = await fetched(header, token);
      if (awaySince !== null) logger.info({ url }, 'the keys of the token issuer can be fetched again');
      awaySince = null;
      return key;
    } catch (error) {
      if (!isAway(error)) throw error;
      askAgainAt = clock.monotonic() + cooldownMs;
      if (awaySince === null)
        logger.error(
          { err: error, url },
          'the keys of the token issuer cannot be fetched: those known last count for an hour; check JWT_JWKS_URL',
        );
      awaySince ??= clock.monotonic();
      return lastKnown(header, token);
    }
  };
}

/** Not reached, not in time, or no key set in its answer. What it says of a key or a token is something else. */
function isAway(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  if (error instanceof errors.JOSEError) return error.code === 'ERR_JOSE_GENERIC';
  return error instanceof TypeError || (error instanceof Error && error.name === 'AbortError');
}
