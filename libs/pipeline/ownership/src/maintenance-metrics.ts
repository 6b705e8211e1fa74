import { counter } from '@turnfleet/telemetry';

export interface MaintenanceMetrics {
  /** A conversation was tombstoned and forgotten. */
  forgotten(): void;
}

export function maintenanceMetrics(): MaintenanceMetrics {
  const forgotten = counter('turnfleet.conversations.forgotten');
  return { forgotten: () => forgotten.add(1) };
}
