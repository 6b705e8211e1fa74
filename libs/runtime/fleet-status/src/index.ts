export { type FleetLoad, fleetLoad } from './fleet-load.ts';
export type { FleetStatus, RouteChoices } from './fleet-status.ts';
export type { DeploymentReport, WorkerReport } from './worker-report.ts';
