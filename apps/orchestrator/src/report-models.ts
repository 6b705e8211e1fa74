import type { DeploymentReport, EndpointReport, WorkerReport } from '@turnfleet/fleet-status';
import {
  type Catalogue,
  type DeploymentState,
  type Deployments,
  type ModelRouter,
  type QuotaGate,
} from '@turnfleet/model';
import { observeGauge } from '@turnfleet/telemetry';

export type ModelsReport = Pick<WorkerReport, 'deployments' | 'endpoints' | 'problems' | 'unusable' | 'catalogue'>;

interface ReportModelsDeps {
  readonly catalogue: () => Catalogue;
  readonly deployments: Pick<Deployments, 'read'>;
  readonly quota: Pick<QuotaGate, 'held' | 'used'>;
  readonly router: Pick<ModelRouter, 'waiting'>;
  readonly whyNot: (endpoint: string) => string | null;
  readonly problems: () => readonly string[];
}

/** What this worker knows of its models, for the fleet and as gauges; `stop` takes those off. */
export function reportModels({ catalogue, deployments, quota, router, whyNot, problems }: ReportModelsDeps) {
  const reportsNow = (): readonly DeploymentReport[] =>
    [...catalogue().models.values()].flatMap(({ id: model, at }) =>
      at.map(({ endpoint }) => reportOf({ model, endpoint }, deployments.read({ model, endpoint }))),
    );
  const gauge = (
    name: 'turnfleet.model.breaker' | 'turnfleet.model.in_flight',
    value: (one: DeploymentReport) => number,
  ) =>
    observeGauge(name, (result) => {
      for (const one of reportsNow()) result.observe(value(one), { model: one.model, endpoint: one.endpoint });
    });
  const removals = [
    gauge('turnfleet.model.breaker', ({ breaker }) => ({ closed: 0, half_open: 1, open: 2 })[breaker]),
    gauge('turnfleet.model.in_flight', ({ inFlight }) => inFlight),
    observeGauge('turnfleet.model.waiting', (result) => {
      for (const endpoint of catalogue().endpoints.keys()) result.observe(router.waiting(endpoint), { endpoint });
    }),
  ];
  return {
    read: (): Omit<ModelsReport, 'catalogue'> => ({
      deployments: reportsNow(),
      endpoints: limitedEndpoints(catalogue(), quota),
      problems: problems(),
      unusable: Object.fromEntries(
        [...catalogue().endpoints.keys()].flatMap((id) => {
          const why = whyNot(id);
          return why === null ? [] : [[id, why]];
        }),
      ),
    }),
    stop: () => removals.forEach((remove) => remove()),
  };
}

function limitedEndpoints({ endpoints }: Catalogue, quota: ReportModelsDeps['quota']): readonly EndpointReport[] {
  return [...endpoints.values()]
    .filter(({ requestsPerMinute, tokensPerMinute }) => requestsPerMinute !== null || tokensPerMinute !== null)
    .map((one) => ({ endpoint: one.id, ...quota.used(one), held: quota.held(one, 0) }));
}

function reportOf(
  { model, endpoint }: Pick<DeploymentReport, 'model' | 'endpoint'>,
  { breaker, inFlight, measured, limitedForMs }: DeploymentState,
): DeploymentReport {
  const { successes, failures, firstTokenMs, firstTokenP95Ms } = measured;
  return { model, endpoint, breaker, inFlight, successes, failures, firstTokenMs, firstTokenP95Ms, limitedForMs };
}
