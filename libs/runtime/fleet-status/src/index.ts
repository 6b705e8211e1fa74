export { type BreakerHint, breakerHints } from './breaker-hints.ts';
export { type FleetLoad, fleetLoad } from './fleet-load.ts';
export type { FleetStatus, RouteChoices } from './fleet-status.ts';
export { publishReports } from './publish-reports.ts';
export { watchFleet } from './watch-fleet.ts';
export type { DeploymentReport, EndpointReport, WorkerReport } from './worker-report.ts';
