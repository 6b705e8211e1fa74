import type { LoadBoard } from '@turnfleet/admission';
import { Admitter, type RateWindows, type Wait } from '@turnfleet/admission';
import type { Priority } from '@turnfleet/contract/schemas';
import { type Clock, type Logger, type Random, TurnfleetError } from '@turnfleet/core';
import { openLimits, type RequestLimits, type StreamLimits } from '@turnfleet/http-kit';
import type { Principal } from '@turnfleet/principal';
import { counter, histogram, observeGauge } from '@turnfleet/telemetry';
import type { Config } from '../config.ts';
import type { LoopDelay } from './loop-delay.ts';
import { watchLoads } from './watch-loads.ts';

/** A turn that was let in. */
export interface LetIn extends Wait {
  /** It came to nothing: there is room for another. */
  readonly takeBack: () => void;
}

export interface Admission {
  readonly requests: RequestLimits;
  readonly streams: StreamLimits;
  /** Throws `overloaded` while the event loop is too late for anything but what operators ask. */
  wall(): void;
  /**
   * Lets a turn in, and says when it is likely to begin; `overloaded`, with a time worth waiting for, if it is not let in. To be
   * called once for each turn, before anything is stored of it.
   */
  admit(principal: Pick<Principal, 'tenant'>, priority: Priority): LetIn;
  /** When a turn begins that has waited for so long, milliseconds; null where nobody can tell. */
  waitLeft(principal: Pick<Principal, 'tenant'>, priority: Priority, waitedMs: number): Wait | null;
  /** As every process tells of itself. */
  readonly loads: LoadBoard['read'];
  stop(): Promise<void>;
}

interface AdmissionDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly name: string;
  readonly random: Random;
  readonly loads: LoadBoard;
  readonly rates: RateWindows;
  readonly loopDelay: LoopDelay;
}

/** Turns that are let in within 10 s while no worker tells of itself: what one worker takes. */
const blindTurns = 1_000;

const reasons = {
  unknown: 'No worker has told of itself of late, and as many turns wait as are taken in without knowing.',
  full: 'As many turns wait as the fleet takes in.',
  share: 'So many of your tenant’s turns wait that the rest of the room is for others.',
  wait: 'It would have to wait for longer than turns are let in for.',
} as const;

export function openAdmission(config: Config, deps: AdmissionDeps): Admission {
  const { clock, logger, name, random, rates, loopDelay } = deps;
  const decisions = counter('turnfleet.admission.decisions');
  const estimates = histogram('turnfleet.admission.estimated_start');
  const shed = counter('turnfleet.ingress.shed');
  const limits = openLimits(config, { clock, logger, rates, doors: () => watch.doors() });
  const { requests, streams, limited } = limits;
  const own = () => ({ streams: streams.open(), limited: [...limited.now()] });
  const watch = watchLoads({ board: deps.loads, clock, logger, name, own });
  const { book } = watch;
  const maxWaitMs = config.ADMISSION_MAX_WAIT_SECONDS * 1_000;
  const admitter = new Admitter({ book, limits: { maxWaitMs, blindTurns }, random });
  const removals = [
    limits.stop,
    observeGauge('turnfleet.ingress.loop_delay', (result) => result.observe(loopDelay.ms() / 1_000)),
    observeGauge('turnfleet.admission.blind', (result) => result.observe(book.figures(clock.monotonic()) ? 0 : 1)),
  ];
  let shedding = false;
  return {
    requests,
    streams,
    wall() {
      const most = config.SHED_LOOP_DELAY_MS;
      if (most === 0) return;
      shedding = loopDelay.ms() > (shedding ? most / 2 : most);
      if (!shedding) return;
      shed.add(1);
      throw new TurnfleetError('overloaded', 'This ingress has more to do than it can.', {
        retryAfterMs: 1_000 + 4_000 * random(),
        suggestion: 'Send it again after the time in Retry-After; nothing of it was taken.',
      });
    },
    admit({ tenant }, priority) {
      watch.nudge();
      const admitted = admitter.admit({ tenant, priority }, clock.monotonic());
      if (admitted.kind === 'accept') {
        const { startsInMs, position } = admitted;
        decisions.add(1, { outcome: startsInMs > 0 ? 'queued' : 'at_once', priority });
        estimates.record(startsInMs / 1_000);
        return { startsInMs, position, takeBack: () => book.takeBack({ tenant, priority }, clock.monotonic()) };
      }
      decisions.add(1, { outcome: admitted.why, priority });
      limited.refused(`tenant ${tenant}`, reasons[admitted.why]);
      throw new TurnfleetError('overloaded', reasons[admitted.why], {
        retryAfterMs: admitted.retryAfterMs,
        suggestion: 'Send it again after the time in Retry-After; nothing of it was taken.',
      });
    },
    waitLeft({ tenant }, priority, waitedMs) {
      watch.nudge();
      return book.waitLeft({ tenant, priority }, waitedMs, clock.monotonic());
    },
    loads: watch.read,
    stop: async () => {
      for (const remove of removals) remove();
      loopDelay.stop();
      await watch.stop();
    },
  };
}
