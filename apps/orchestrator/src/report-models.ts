import type { DeploymentReport, WorkerReport } from '@turnfleet/fleet-status';
import { type Catalogue, type DeploymentState, type Deployments } from '@turnfleet/model';
import { observeGauge } from '@turnfleet/telemetry';

export type ModelsReport = Pick<WorkerReport, 'deployments' | 'problems' | 'unusable' | 'catalogue'>;

interface ReportModelsDeps {
  readonly catalogue: () => Catalogue;
  readonly deployments: Pick<Deployments, 'read'>;
  readonly whyNot: (endpoint: string) => string | null;
  readonly problems: () => readonly string[];
}

/** What this worker knows of its models, for the fleet and as gauges; `stop` takes those off. */
export function reportModels({ catalogue, deployments, whyNot, problems }: ReportModelsDeps) {
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
  ];
  return {
    read: (): Omit<ModelsReport, 'catalogue'> => ({
      deployments: reportsNow(),
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

function reportOf(
  { model, endpoint }: Pick<DeploymentReport, 'model' | 'endpoint'>,
  { breaker, inFlight, measured }: DeploymentState,
): DeploymentReport {
  const { successes, failures, firstTokenMs, firstTokenP95Ms } = measured;
  return { model, endpoint, breaker, inFlight, successes, failures, firstTokenMs, firstTokenP95Ms };
}
