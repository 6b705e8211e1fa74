import { type Clock, isTurnfleetError, type Logger, TurnfleetError } from '@turnfleet/core';
import { type Entered, hashOfSecret } from '@turnfleet/principal';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { type ClaimNames, principalOfClaims } from './jwt-claims.ts';
import { remoteKeys } from './remote-keys.ts';

export interface JwtOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly algorithms: readonly string[];
  readonly clockSkewSeconds: number;
  readonly claims: ClaimNames;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Who a token is about; `unauthenticated` if it is not good, `overloaded` if nobody can tell. */
export type JwtVerifier = (token: string) => Promise<Entered>;

/** Tokens verified lately: a signature takes 50 to 150 µs. */
const remembered = 10_000;
const rememberedMs = 60_000;

export function jwtVerifier(options: JwtOptions): JwtVerifier {
  const { issuer, audience, jwksUrl, claims, clock, logger, clockSkewSeconds } = options;
  const algorithms = [...options.algorithms];
  const keys = remoteKeys(jwksUrl, clock, logger);
  const known = new LRUCache<string, { readonly entered: Entered; readonly endsAt: number; readonly at: number }>({
    max: remembered,
  });
  return async (token) => {
    const name = hashOfSecret(token);
    const now = clock.now();
    const before = known.get(name);
    if (before && now < before.endsAt && now - before.at < rememberedMs) return before.entered;
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer, audience, algorithms, clockTolerance: clockSkewSeconds },
        currentDate: new Date(now),
        requiredClaims: ['exp'],
      });
      const endsAt = ((payload.exp ?? 0) + clockSkewSeconds) * 1_000;
      const principal = principalOfClaims(payload, claims);
      const entered: Entered = { principal, credential: { kind: 'token', endsAt }, conversationId: null };
      known.set(name, { entered, endsAt, at: now });
      return entered;
    } catch (error) {
      throw isTurnfleetError(error) ? error : refusal(error);
    }
  };
}

/** Says what is wrong with the token, but quotes nothing of it. */
function refusal(error: unknown): TurnfleetError {
  return new TurnfleetError('unauthenticated', `The token is not accepted: ${reasonOf(error)}.`, {
    suggestion: 'Get a new token from the issuer and send it as `Authorization: Bearer …`.',
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `its claim "${error.claim}" does not fit`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed';
  if (error instanceof errors.JWKSNoMatchingKey) return 'the issuer has no such key';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  return 'it cannot be read';
}
