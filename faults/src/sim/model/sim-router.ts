import { createMemoryQuota } from '@turnfleet/embedded';
import { createDeployments, createModelRouter, createQuotaGate, type ModelRouter } from '@turnfleet/model';
import type { Outside } from '../outside.ts';
import type { SimProcess } from '../process/sim-process.ts';

const untold = { held: () => undefined, away: () => undefined, back: () => undefined };

/** The router of a worker's process: it goes by the catalogue of the run, and counts its calls with the other workers. */
export function simRouter(
  { models, plan, time }: Pick<Outside, 'models' | 'plan' | 'time'>,
  { clock }: SimProcess,
): ModelRouter {
  models.quota ??= createMemoryQuota(time);
  return createModelRouter({
    random: () => 0.5,
    catalogue: () => models.catalogue,
    deployments: createDeployments({ clock }),
    quota: createQuotaGate({ clock, quota: models.quota, workers: () => plan.workers, notes: untold }),
    unusable: () => null,
    load: () => ({ inFlightRatio: 0, queueAgeMs: 0 }),
    chosen: () => new Map(),
  });
}
