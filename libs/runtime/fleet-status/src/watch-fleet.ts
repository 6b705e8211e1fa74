import type { Clock, Logger, Timer } from '@turnfleet/core';
import { type BreakerHint, breakerHints } from './breaker-hints.ts';
import { type FleetLoad, fleetLoad } from './fleet-load.ts';
import type { FleetStatus, RouteChoices } from './fleet-status.ts';

/** Seldom enough to cost nothing, often enough that a choice holds within seconds. */
const lookEveryMs = 2_000;
const idle: FleetLoad = { inFlightRatio: 0, queueAgeMs: 0 };

interface FleetWatch {
  readonly load: () => FleetLoad;
  /** Those that told of themselves of late, at least one. */
  readonly workers: () => number;
  /** Model by the name of the rule; `*` stands for every rule. */
  readonly chosen: () => ReadonlyMap<string, string>;
  /** What breakers of the other workers say of a deployment, null where it is nothing. */
  readonly hint: (deployment: { readonly model: string; readonly endpoint: string }) => BreakerHint | null;
  stop(): void;
}

interface WatchFleetDeps {
  /** The name of this worker in the reports. */
  readonly worker: string;
  readonly status: Pick<FleetStatus, 'reports'> & Pick<RouteChoices, 'choices'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * What routing wants to know of the fleet, read again and again. While it cannot be read, choices and the number of workers
 * stay as they were, and nobody knows of a peak or of other workers' breakers; told once each way.
 */
export function watchFleet({ worker, status, clock, logger }: WatchFleetDeps): FleetWatch {
  let load = idle;
  let workers = 1;
  let hints: ReadonlyMap<string, BreakerHint> = new Map();
  let chosen: ReadonlyMap<string, string> = new Map();
  let away = false;
  let stopped = false;
  let timer: Timer | undefined;

  const look = async (): Promise<void> => {
    try {
      const [reports, choices] = await Promise.all([status.reports(), status.choices()]);
      [load, chosen, workers] = [fleetLoad(reports), choices, Math.max(1, reports.length)];
      hints = breakerHints(reports, worker);
      if (away) logger.info({}, "the fleet's status can be read again");
      away = false;
    } catch (error) {
      load = idle;
      hints = new Map();
      if (!away && !stopped)
        logger.warn(
          { err: error },
          "the fleet's status cannot be read: models are chosen without knowing of a peak, and choices made now hold later",
        );
      away = true;
    }
    if (!stopped) timer = clock.setTimer(lookEveryMs, () => void look());
  };
  void look();
  return {
    load: () => load,
    workers: () => workers,
    hint: ({ model, endpoint }) => hints.get(`${model}@${endpoint}`) ?? null,
    chosen: () => chosen,
    stop: () => {
      stopped = true;
      timer?.cancel();
    },
  };
}
