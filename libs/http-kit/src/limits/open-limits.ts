import { type RateWindows, rateGate } from '@turnfleet/admission';
import type { Clock, Logger } from '@turnfleet/core';
import { observeGauge } from '@turnfleet/telemetry';
import type { LimitConfig } from './limit-fields.ts';
import { LimitedList } from './limited-list.ts';
import { type RequestLimits, requestLimits } from './request-limits.ts';
import { type StreamLimits, streamLimits } from './stream-limits.ts';

/** Who may ask how often, and who holds what open. */
interface Limits {
  readonly requests: RequestLimits;
  readonly streams: StreamLimits;
  /** Who is refused, for those who operate the fleet. */
  readonly limited: LimitedList;
  readonly stop: () => void;
}

interface LimitsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rates: RateWindows;
  /** See `rateGate`. */
  readonly doors: () => number;
}

/** The limits of this process; requests are counted together with all other doors of the fleet. */
export function openLimits(
  config: Pick<LimitConfig, 'RATE_LIMITS' | 'STREAMS_PER_USER' | 'MAX_STREAMS'>,
  { clock, logger, rates, doors }: LimitsDeps,
): Limits {
  const limited = new LimitedList(clock);
  const refused = limited.refused.bind(limited);
  let guessing = false;
  const gate = rateGate({
    ...{ clock, windows: rates, doors },
    notes: {
      away: (error) => {
        guessing = true;
        logger.warn(
          { err: error },
          'requests cannot be counted with other doors: each keeps to its share of the limits',
        );
      },
      back: () => {
        guessing = false;
        logger.info({}, 'requests are counted with other doors again');
      },
    },
  });
  const unobserve = observeGauge('turnfleet.rate.guessing', (result) => result.observe(guessing ? 1 : 0));
  return {
    requests: requestLimits({ limits: config.RATE_LIMITS, gate, refused }),
    streams: streamLimits({ perUser: config.STREAMS_PER_USER, most: config.MAX_STREAMS, refused }),
    limited,
    stop: unobserve,
  };
}
