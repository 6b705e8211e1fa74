import type { Models } from '@turnfleet/contract/http';
import type { WorkerReport } from '@turnfleet/fleet-status';
import type { Catalogue } from '@turnfleet/model';
import { unusableIn } from './fleet-models.ts';

type Deployment = Models['deployments'][number];

/** Every model at every endpoint of the catalogue, what the workers say of it put together. */
export function sumDeployments({ models }: Catalogue, reports: readonly WorkerReport[]): Deployment[] {
  return [...models.values()].flatMap(({ id, at }) => at.map(({ endpoint }) => sumOf(id, endpoint, reports)));
}

function sumOf(model: string, endpoint: string, reports: readonly WorkerReport[]): Deployment {
  const all = reports.flatMap(({ deployments }) =>
    deployments.filter((one) => one.model === model && one.endpoint === endpoint),
  );
  const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + of(one), 0);
  const first = all.flatMap(({ firstTokenMs }) => firstTokenMs ?? []);
  const p95 = all.flatMap(({ firstTokenP95Ms }) => firstTokenP95Ms ?? []);
  const having = (breaker: Deployment['breaker']): number => all.filter((one) => one.breaker === breaker).length;
  const states = ['closed', 'half_open', 'open'] as const;
  return {
    model,
    endpoint,
    breaker: states.toSorted((a, b) => having(b) - having(a))[0] ?? 'closed',
    openAt: all.length - having('closed'),
    inFlight: sum(({ inFlight }) => inFlight),
    successes: sum(({ successes }) => successes),
    failures: sum(({ failures }) => failures),
    firstTokenMs: first.length === 0 ? null : first.reduce((total, one) => total + one, 0) / first.length,
    firstTokenP95Ms: longest(p95),
    unusable: unusableIn(reports, endpoint),
    limitedForMs: longest(all.map(({ limitedForMs = null }) => limitedForMs)),
  };
}

/** Null if nobody waits. */
function longest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
