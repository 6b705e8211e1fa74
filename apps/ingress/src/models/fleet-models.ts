import { TurnfleetError } from '@turnfleet/core';
import type { FleetStatus, RouteChoices, WorkerReport } from '@turnfleet/fleet-status';
import { type Catalogue, readCatalogue } from '@turnfleet/model';

/** What the workers of the fleet say of their models. */
export interface FleetModels {
  /** Of the workers that go by `catalogue`. */
  readonly reports: readonly [WorkerReport, ...WorkerReport[]];
  readonly catalogue: Catalogue;
  /** Workers that go by another. */
  readonly others: readonly WorkerReport[];
  readonly choices: ReadonlyMap<string, string>;
}

/** The catalogue that most workers go by, and what they say. `overloaded` while no worker says anything. */
export async function readFleetModels(status: FleetStatus & RouteChoices): Promise<FleetModels> {
  const [reports, texts, choices] = await Promise.all([status.reports(), status.catalogues(), status.choices()]);
  const by = Map.groupBy(reports, ({ catalogue }) => catalogue);
  for (const [id, [first, ...rest]] of [...by].toSorted(([, a], [, b]) => b.length - a.length)) {
    const text = texts.get(id);
    const read = text === undefined ? null : readCatalogue(text);
    if (!first || !read?.ok) continue;
    const others = reports.filter(({ catalogue }) => catalogue !== id);
    return { reports: [first, ...rest], catalogue: read.catalogue, others, choices };
  }
  throw new TurnfleetError('overloaded', 'No orchestrator tells of its models.', {
    retryAfterMs: 2_000,
    suggestion: 'Start one, or wait: a worker tells of itself every two seconds.',
  });
}

/** Why no worker can ask an endpoint; null if one can. */
export function unusableIn(reports: readonly WorkerReport[], endpoint: string): string | null {
  const reasons = reports.map(({ unusable }) => unusable[endpoint]);
  return reasons.includes(undefined) ? null : (reasons[0] ?? null);
}
