import type { WorkerReport } from './worker-report.ts';

/** What other workers' breakers say of a model at an endpoint. */
export type BreakerHint = 'open' | 'half_open';

/** Below this its last calls are too long ago to tell anything. */
const fewestCalls = 0.5;

/**
 * Deployments, as `MODEL@ENDPOINT`, of which at least half of the other workers that know of them have a breaker that is not
 * closed. A worker's own report is left out: it would hear its own echo.
 */
export function breakerHints(
  reports: readonly Pick<WorkerReport, 'worker' | 'deployments'>[],
  self: string,
): ReadonlyMap<string, BreakerHint> {
  const others = reports.filter(({ worker }) => worker !== self).flatMap(({ deployments }) => deployments);
  const known = others.filter(({ breaker, successes, failures }) => {
    return breaker !== 'closed' || successes + failures >= fewestCalls;
  });
  const byDeployment = Map.groupBy(known, ({ model, endpoint }) => `${model}@${endpoint}`);
  return new Map(
    [...byDeployment].flatMap(([name, all]) => {
      const having = (state: string): number => all.filter(({ breaker }) => breaker === state).length;
      const [open, halfOpen] = [having('open'), having('half_open')];
      if (2 * (open + halfOpen) < all.length) return [];
      return [[name, open >= halfOpen ? 'open' : 'half_open'] as const];
    }),
  );
}
