import { type RateAsk, type RateGate, type RateLimits } from '@turnfleet/admission';
import { TurnfleetError } from '@turnfleet/core';
import type { Principal } from '@turnfleet/principal';
import { counter } from '@turnfleet/telemetry';
import type { LimitOf, LimitStanding } from './rate-headers.ts';

interface RequestLimitsDeps {
  readonly limits: RateLimits;
  readonly gate: RateGate;
  readonly refused: (who: string, why: string) => void;
}

/** Counts requests against the limits of who asks. What it answers goes into headers, also where one of them is refused. */
export interface RequestLimits {
  /** The address is looked up where there is a limit only: that asks the system. */
  ofAddress(address: () => string): Promise<readonly LimitStanding[]>;
  /** Of key, tenant and – if it is one user's – user. Nobody's where nobody signs in. */
  ofPrincipal(principal: Principal): Promise<readonly LimitStanding[]>;
  /** Of a user for whom a key acts. */
  ofUser(principal: Principal, user: string): Promise<readonly LimitStanding[]>;
}

export function requestLimits({ limits, gate, refused }: RequestLimitsDeps): RequestLimits {
  const refusals = counter('turnfleet.rate.refused');
  const take = async (
    group: string,
    asks: readonly (RateAsk & { readonly of: LimitOf })[],
    rateClass: string,
  ): Promise<readonly LimitStanding[]> => {
    if (asks.length === 0) return [];
    const taken = await gate.take(group, asks);
    return asks.map((ask, i) => {
      const standing = { ...ask, ...(taken[i] ?? { granted: true, left: ask.limit, moreInMs: 0 }) };
      if (!standing.granted) {
        refusals.add(1, { limit: ask.of, class: rateClass });
        refused(ask.name, `${ask.limit} requests a minute`);
      }
      return standing;
    });
  };
  const asksOf = (of: LimitOf, name: string, limit: number | null) => (limit === null ? [] : [{ of, name, limit }]);
  return {
    ofAddress(addressOf) {
      if (limits.address === null) return Promise.resolve([]);
      const address = addressOf();
      return take(`address/${address}`, asksOf('address', `address ${address}`, limits.address), 'address');
    },
    ofPrincipal({ by, tenant, user, rateClass, reach }) {
      if (reach === 'fleet') return Promise.resolve([]);
      const allowed = limits.classes[rateClass];
      const asks = [
        ...asksOf('key', `key ${by}`, allowed.key),
        ...(user === null ? [] : asksOf('user', `user ${tenant}/${user}`, allowed.user)),
        ...asksOf('tenant', `tenant ${tenant}`, allowed.tenant),
      ];
      return take(`tenant/${tenant}`, asks, rateClass);
    },
    ofUser({ tenant, rateClass, reach }, user) {
      if (reach === 'fleet') return Promise.resolve([]);
      return take(
        `tenant/${tenant}`,
        asksOf('user', `user ${tenant}/${user}`, limits.classes[rateClass].user),
        rateClass,
      );
    },
  };
}

/** Throws `rate_limited` if one of them has no room. */
export function expectWithin(standings: readonly LimitStanding[]): void {
  const full = standings.filter(({ granted }) => !granted);
  const [longest] = full.toSorted((a, b) => b.moreInMs - a.moreInMs);
  if (!longest) return;
  const { of, limit, moreInMs } = longest;
  throw new TurnfleetError('rate_limited', `This ${of} has sent its ${limit} requests of this minute.`, {
    retryAfterMs: moreInMs,
    suggestion: 'Send it again after the time in Retry-After; RateLimit says what is left.',
  });
}
