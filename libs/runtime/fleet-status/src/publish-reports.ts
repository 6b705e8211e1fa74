import type { Clock, Logger, Timer } from '@turnfleet/core';
import type { FleetStatus } from './fleet-status.ts';
import type { WorkerReport } from './worker-report.ts';

const everyMs = 2_000;
/** A worker that has said nothing for so long is not counted any more. */
const ttlMs = 10_000;

interface PublishReportsDeps {
  readonly status: FleetStatus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: () => WorkerReport;
  /** The text of the catalogue that holds, under the name that the report has for it. */
  readonly catalogue: () => { readonly id: string; readonly text: string };
}

/** Tells the fleet of this worker until it is stopped; a store that is away is told of by others. */
export function publishReports({ status, clock, logger, report, catalogue }: PublishReportsDeps) {
  let stopped = false;
  let timer: Timer | undefined;
  let publishing = Promise.resolve();
  const quietly = (error: unknown): void => logger.debug({ err: error }, 'a report of this worker was not taken');

  const publish = async (): Promise<void> => {
    const { id, text } = catalogue();
    await Promise.all([status.publish(report(), ttlMs), status.publishCatalogue(id, text, ttlMs)]).catch(quietly);
    if (!stopped) timer = clock.setTimer(everyMs, next);
  };
  const next = (): void => void (publishing = publish());
  next();
  return {
    stop: async (): Promise<void> => {
      stopped = true;
      timer?.cancel();
      await publishing;
      await status.withdraw(report().worker).catch(quietly);
    },
  };
}
