import type { Clock, Random } from '@turnfleet/core';
import { builtInCatalogue } from '../catalogue/built-in-catalogue.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { ownQuota } from '../limits/quota-gate.ts';
import { createDeployments } from './deployments.ts';
import { createModelRouter, type ModelRouter } from './model-router.ts';

/** A router of a process by itself: its fleet is idle, no operator chose, every endpoint can be asked. */
export function plainRouter(
  clock: Clock,
  catalogue: Catalogue = builtInCatalogue,
  random: Random = Math.random,
): ModelRouter {
  return createModelRouter({
    random,
    catalogue: () => catalogue,
    deployments: createDeployments({ clock }),
    quota: ownQuota(clock),
    unusable: () => null,
    load: () => ({ inFlightRatio: 0, queueAgeMs: 0 }),
    chosen: () => new Map(),
  });
}
