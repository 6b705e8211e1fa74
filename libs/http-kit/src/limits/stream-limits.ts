import { TurnfleetError } from '@turnfleet/core';
import type { Principal } from '@turnfleet/principal';
import { counter, upDownCounter } from '@turnfleet/telemetry';

interface StreamLimitsDeps {
  readonly perUser: number;
  readonly most: number;
  readonly refused: (who: string, why: string) => void;
}

/** Counts what is held open: event streams, sockets. */
export interface StreamLimits {
  /** Holds one until what this returns is called, once; throws `rate_limited` or `overloaded` if that is one too many. */
  hold(who: Pick<Principal, 'tenant' | 'user'>): () => void;
  open(): number;
}

/** In this process: of a user – who is known by name – and of all. */
export function streamLimits({ perUser, most, refused }: StreamLimitsDeps): StreamLimits {
  const gauge = upDownCounter('turnfleet.ingress.streams.open');
  const refusals = counter('turnfleet.ingress.streams.refused');
  const users = new Map<string, number>();
  let all = 0;
  return {
    open: () => all,
    hold({ tenant, user }) {
      const who = user === null ? null : `user ${tenant}/${user}`;
      const own = who === null ? 0 : (users.get(who) ?? 0);
      if (who !== null && own >= perUser) {
        refusals.add(1, { limit: 'user' });
        refused(who, `${perUser} streams`);
        throw new TurnfleetError('rate_limited', `You have ${perUser} streams open here, the most that are allowed.`, {
          retryAfterMs: 5_000,
          suggestion: 'Close one; one stream tells of all turns of its conversation.',
        });
      }
      if (all >= most) {
        refusals.add(1, { limit: 'process' });
        throw new TurnfleetError('overloaded', 'This server has as many streams open as it can.', {
          retryAfterMs: 2_000,
          suggestion: 'Connect again after the time in Retry-After: another instance may take it.',
        });
      }
      all++;
      gauge.add(1);
      if (who !== null) users.set(who, own + 1);
      return () => {
        all--;
        gauge.add(-1);
        if (who === null) return;
        const left = (users.get(who) ?? 1) - 1;
        if (left === 0) users.delete(who);
        else users.set(who, left);
      };
    },
  };
}
