import { Breaker, type BreakerState, type Clock } from '@turnfleet/core';
import type { Catalogue, CatalogueModel } from '../catalogue/catalogue.ts';
import type { Deployment } from '../model-client.ts';
import type { Measured } from '../routing/candidate.ts';
import { type CallOutcome, Measurements } from '../routing/measurements.ts';

/** A model at one of its endpoints. */
export interface DeploymentRef {
  readonly model: string;
  readonly endpoint: string;
}

/** What this process knows of a deployment. */
export interface DeploymentState {
  readonly measured: Measured;
  readonly inFlight: number;
  readonly breaker: BreakerState;
  /** Wall time until which the endpoint asked to be left alone, Unix milliseconds; null if it did not. */
  readonly limitedUntil: number | null;
}

/** How a call ended, for breaker and measurements. `withdrawn`: it tells nothing of the endpoint. */
export type CallEnd =
  | ({ readonly kind: 'ended'; readonly slow: boolean; readonly retryAfterMs?: number } & CallOutcome)
  | { readonly kind: 'withdrawn' };

export interface Deployments {
  read(ref: DeploymentRef): DeploymentState;
  /** Counts a call as under way; null if the breaker lets none through. Every call that begins ends, once. */
  begin(ref: DeploymentRef): { end(how: CallEnd): void } | null;
}

interface Kept {
  readonly measurements: Measurements;
  readonly breaker: Breaker;
  inFlight: number;
  limitedUntil: number | null;
}

/** The deployments of a process, by what their calls came to. */
export function createDeployments(clock: Clock): Deployments {
  const all = new Map<string, Kept>();
  const keptOf = ({ model, endpoint }: DeploymentRef): Kept => {
    const key = `${model}@${endpoint}`;
    const kept = all.get(key) ?? {
      measurements: new Measurements(),
      breaker: new Breaker(),
      inFlight: 0,
      limitedUntil: null,
    };
    all.set(key, kept);
    return kept;
  };
  return {
    read: (ref) => {
      const { measurements, breaker, inFlight, limitedUntil } = keptOf(ref);
      const now = clock.monotonic();
      return {
        measured: measurements.read(now),
        inFlight,
        breaker: breaker.state(now),
        limitedUntil: limitedUntil !== null && limitedUntil > clock.now() ? limitedUntil : null,
      };
    },
    begin: (ref) => {
      const kept = keptOf(ref);
      const pass = kept.breaker.admit(clock.monotonic());
      if (!pass) return null;
      kept.inFlight += 1;
      let open = true;
      return {
        end: (how) => {
          if (!open) return;
          open = false;
          kept.inFlight -= 1;
          if (how.kind === 'withdrawn') {
            kept.breaker.withdraw(pass);
            return;
          }
          const now = clock.monotonic();
          kept.breaker.report(how.ok ? (how.slow ? 'slow' : 'ok') : 'failed', now, pass);
          kept.measurements.add(how, now);
          if (how.retryAfterMs !== undefined) kept.limitedUntil = clock.now() + how.retryAfterMs;
        },
      };
    },
  };
}

/** What a reference stands for; the first endpoint of the model where none is named; null if the catalogue has it not. */
export function deploymentIn(
  { models, endpoints }: Catalogue,
  { model, endpoint }: Pick<DeploymentRef, 'model'> & Partial<DeploymentRef>,
): Deployment | null {
  const entry = models.get(model);
  const place = entry?.at.find((one) => endpoint === undefined || one.endpoint === endpoint);
  const there = place && endpoints.get(place.endpoint);
  return entry && place && there ? { model: entry, endpoint: there, name: place.name } : null;
}

/** All deployments of a model, in the order of the catalogue. */
export function deploymentsOf(
  { models }: Catalogue,
  model: string,
): readonly (DeploymentRef & { readonly entry: CatalogueModel })[] {
  const entry = models.get(model);
  return entry ? entry.at.map(({ endpoint }) => ({ model, endpoint, entry })) : [];
}
