import type { WorkerReport } from './worker-report.ts';

export interface FleetLoad {
  /** 0 (idle) to 1 (every worker full). */
  readonly inFlightRatio: number;
  readonly queueAgeMs: number;
}

/** The fleet as a whole; a fleet that nobody reports of is idle. */
export function fleetLoad(reports: readonly Pick<WorkerReport, 'inFlight' | 'capacity' | 'queueAgeMs'>[]): FleetLoad {
  const sum = (of: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const capacity = sum((report) => report.capacity);
  return {
    inFlightRatio: capacity === 0 ? 0 : sum((report) => report.inFlight) / capacity,
    queueAgeMs: reports.reduce((longest, { queueAgeMs }) => Math.max(longest, queueAgeMs), 0),
  };
}
