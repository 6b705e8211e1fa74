import { metrics } from '@opentelemetry/api';

export interface MaintenanceMetrics {
  /** A conversation was tombstoned and forgotten. */
  forgotten(): void;
}

export function maintenanceMetrics(): MaintenanceMetrics {
  const meter = metrics.getMeter('turnfleet/orchestrator');
  const forgotten = meter.createCounter('turnfleet.conversations.forgotten', {
    description: 'Conversations that were tombstoned because nobody wrote in them for a long time',
    unit: '{conversation}',
  });
  return { forgotten: () => forgotten.add(1) };
}
