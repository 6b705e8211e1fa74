import type { Logger } from '@turnfleet/core';
import type { QuotaNotes } from '@turnfleet/model';
import { counter } from '@turnfleet/telemetry';

/** Tells operators of endpoints at their limits: each call is counted, the first at an endpoint is in the log. */
export function quotaNotes(logger: Logger): QuotaNotes {
  const held = counter('turnfleet.endpoint.held');
  const told = new Set<string>();
  return {
    held: (endpoint, by) => {
      held.add(1, { endpoint, limit: by });
      if (told.has(`${endpoint} ${by}`)) return;
      told.add(`${endpoint} ${by}`);
      logger.warn(
        { endpoint, limit: by },
        `this endpoint is at its limit of ${by} a minute: turns go to the next or wait; turnfleet.endpoint.held counts them from now on`,
      );
    },
    away: (error) =>
      logger.warn(
        { err: error },
        'calls to endpoints cannot be counted together with other workers: each keeps to its share of the limits',
      ),
    back: () => logger.info({}, 'calls to endpoints are counted together with other workers again'),
  };
}
