import { type Clock, isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import {
  type ApiKeyRecord,
  type ApiKeyStore,
  anonymous,
  type Credential,
  type Entered,
  endOfKey,
  hashOfSecret,
  isWellFormedSecret,
  principalOfKey,
  type TicketStore,
} from '@turnfleet/principal';
import { counter } from '@turnfleet/telemetry';
import { LRUCache } from 'lru-cache';
import type { JwtVerifier } from './jwt-verifier.ts';

export interface AuthenticatorOptions {
  /** Where API keys are looked up, in this order; none: they are not accepted. */
  readonly keys: readonly Pick<ApiKeyStore, 'find'>[];
  /** Null: tokens are not accepted. */
  readonly jwt: JwtVerifier | null;
  readonly tickets: TicketStore;
  readonly clock: Clock;
}

/** Tells who somebody is by what they bring. */
export interface Authenticator {
  /** By the value of an `Authorization` header; `unauthenticated` if that says nobody, `overloaded` if nobody can tell. */
  enter(authorization: string | undefined): Promise<Entered>;
  /** By a ticket, which is good once. */
  enterByTicket(ticket: string): Promise<Entered>;
  /** Whether what somebody came in with is still good. Where nobody can tell it is: who was let in stays. */
  isStillGood(credential: Credential): Promise<boolean>;
}

/** A key that was revoked opens nothing after this, and what `watchCredentials` adds. */
const rememberedMs = 1_000;

type Outcome =
  | 'ok'
  | 'missing'
  | 'malformed'
  | 'unknown'
  | 'expired'
  | 'revoked'
  | 'token refused'
  | 'ticket refused'
  | 'unavailable';

const suggestion =
  'Send `Authorization: Bearer …` with an API key (tfk_…) or a token; `npx turnfleet keys create` makes a key.';

export function createAuthenticator({ keys, jwt, tickets, clock }: AuthenticatorOptions): Authenticator {
  const requests = counter('turnfleet.auth.requests');
  const known = new LRUCache<string, { readonly record: ApiKeyRecord; readonly at: number }>({ max: 10_000 });

  const count = (outcome: Outcome): void => requests.add(1, { outcome });
  const refuse = (outcome: Outcome, message: string): TurnfleetError => {
    count(outcome);
    return new TurnfleetError('unauthenticated', message, { suggestion });
  };

  async function find(sha256: string, atMostOld: number): Promise<ApiKeyRecord | null> {
    const before = known.get(sha256);
    if (before && clock.monotonic() - before.at < atMostOld) return before.record;
    for (const store of keys) {
      const record = await store.find(sha256);
      if (!record) continue;
      known.set(sha256, { record, at: clock.monotonic() });
      return record;
    }
    known.delete(sha256);
    return null;
  }

  async function enterByKey(key: string): Promise<Entered> {
    if (keys.length === 0) throw refuse('unknown', 'API keys are not accepted here.');
    if (!isWellFormedSecret('tfk', key))
      throw refuse('malformed', 'This is no API key: its checksum is wrong. It was cut off or mistyped.');
    const sha256 = hashOfSecret(key);
    const record = await find(sha256, rememberedMs);
    const end = record ? endOfKey(record, clock.now()) : 'unknown';
    if (!record || end === 'unknown') throw refuse('unknown', 'This API key is not known here.');
    if (end !== null)
      throw refuse(end, `The API key ${record.id} ${end === 'revoked' ? 'was revoked' : 'has expired'}.`);
    count('ok');
    return { principal: principalOfKey(record), credential: { kind: 'key', sha256 }, conversationId: null };
  }

  async function enterByToken(token: string): Promise<Entered> {
    if (!jwt) throw refuse('malformed', 'This is no API key, and tokens are not accepted here.');
    try {
      const entered = await jwt(token);
      count('ok');
      return entered;
    } catch (error) {
      count(isTurnfleetError(error, 'overloaded') ? 'unavailable' : 'token refused');
      throw error;
    }
  }

  return {
    async enter(authorization) {
      const [, secret] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
      if (authorization === undefined) throw refuse('missing', 'Nobody may do this without signing in.');
      if (secret === undefined)
        throw refuse('malformed', 'The Authorization header is not `Bearer` and one key or token.');
      return secret.startsWith('tfk_') ? enterByKey(secret) : enterByToken(secret);
    },
    async enterByTicket(ticket) {
      const taken = isWellFormedSecret('tft', ticket) ? await tickets.take(hashOfSecret(ticket)) : null;
      if (taken && (await this.isStillGood(taken.credential))) {
        count('ok');
        return taken;
      }
      count('ticket refused');
      throw new TurnfleetError(
        'unauthenticated',
        'This ticket is not good: it was used before, is too old, or never was one.',
        {
          suggestion: 'Ask for a new one, POST /v1/tickets; each opens one stream.',
        },
      );
    },
    async isStillGood(credential) {
      if (credential.kind === 'none') return true;
      if (credential.kind === 'token') return clock.now() < credential.endsAt;
      try {
        const record = await find(credential.sha256, 0);
        return record !== null && endOfKey(record, clock.now()) === null;
      } catch (error) {
        if (isTurnfleetError(error, 'overloaded')) return true;
        throw error;
      }
    },
  };
}

/** Where nobody signs in. */
export const everybody: Authenticator = {
  enter: async () => ({ principal: anonymous, credential: { kind: 'none' }, conversationId: null }),
  enterByTicket: async () => ({ principal: anonymous, credential: { kind: 'none' }, conversationId: null }),
  isStillGood: async () => true,
};
