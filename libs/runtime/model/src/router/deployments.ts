import { Breaker, type BreakerState, type Clock, type TurnfleetError } from '@turnfleet/core';
import type { Catalogue, CatalogueModel } from '../catalogue/catalogue.ts';
import type { Deployment } from '../model-client.ts';
import type { Measured } from '../routing/candidate.ts';
import { Caution, type Hearsay } from '../routing/caution.ts';
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
  /** Ours: what others say is told by `doubted` alone. */
  readonly breaker: BreakerState;
  readonly doubted: boolean;
  /** For how long the endpoint asked to be left alone, milliseconds; null if it did not. */
  readonly limitedForMs: number | null;
}

/** How a call ended, for breaker and measurements. `withdrawn`: it tells nothing of the endpoint. */
export type DeploymentCallEnd =
  | ({
      readonly kind: 'ended';
      readonly slow: boolean;
      readonly retryAfterMs?: number;
      /** All tokens, where the endpoint told. */
      readonly usedTokens?: number;
      readonly error?: TurnfleetError;
    } & CallOutcome)
  | { readonly kind: 'withdrawn' };

export interface Deployments {
  read(ref: DeploymentRef): DeploymentState;
  /** Counts a call as under way; null if the breaker lets none through. Every call that begins ends, once. */
  begin(ref: DeploymentRef): { end(how: DeploymentCallEnd): void } | null;
}

interface Kept {
  readonly measurements: Measurements;
  readonly breaker: Breaker;
  readonly caution: Caution;
  inFlight: number;
  /** Monotonic milliseconds. */
  limitedUntil: number | null;
}

export interface DeploymentsDeps {
  readonly clock: Clock;
  /** What breakers of other processes say. */
  readonly heard?: (ref: DeploymentRef) => Hearsay | null;
  /** A breaker opened, after a call with this error or a slow one, or closed. */
  readonly opened?: (ref: DeploymentRef, error: TurnfleetError | null) => void;
  readonly closed?: (ref: DeploymentRef) => void;
}

/** The deployments of a process, by what their calls came to and, with a grain of salt, what other processes say. */
export function createDeployments({ clock, heard = () => null, opened, closed }: DeploymentsDeps): Deployments {
  const all = new Map<string, Kept>();
  const keptOf = ({ model, endpoint }: DeploymentRef): Kept => {
    const key = `${model}@${endpoint}`;
    const kept = all.get(key) ?? {
      measurements: new Measurements(),
      breaker: new Breaker(),
      caution: new Caution(),
      inFlight: 0,
      limitedUntil: null,
    };
    all.set(key, kept);
    return kept;
  };
  return {
    read: (ref) => {
      const { measurements, breaker, caution, inFlight, limitedUntil } = keptOf(ref);
      const now = clock.monotonic();
      const limitedForMs = limitedUntil === null ? 0 : limitedUntil - now;
      return {
        measured: measurements.read(now),
        inFlight,
        breaker: breaker.state(now),
        doubted: caution.doubts(heard(ref), now),
        limitedForMs: limitedForMs > 0 ? limitedForMs : null,
      };
    },
    begin: (ref) => {
      const kept = keptOf(ref);
      const now = clock.monotonic();
      const pass = kept.breaker.admit(now);
      if (!pass) return null;
      kept.caution.begin(pass, heard(ref), now);
      kept.inFlight += 1;
      let open = true;
      return {
        end: (how) => {
          if (!open) return;
          open = false;
          kept.inFlight -= 1;
          if (how.kind === 'withdrawn') {
            kept.breaker.withdraw(pass);
            kept.caution.withdraw(pass);
            return;
          }
          const endedAt = clock.monotonic();
          const wasOpen = kept.breaker.isOpen;
          const verdict = how.ok ? (how.slow ? 'slow' : 'ok') : 'failed';
          kept.breaker.report(verdict, endedAt, pass);
          if (kept.caution.report(verdict, endedAt, pass)) kept.breaker.trip(endedAt);
          if (!wasOpen && kept.breaker.isOpen) opened?.(ref, how.error ?? null);
          if (wasOpen && !kept.breaker.isOpen) closed?.(ref);
          kept.measurements.add(how, endedAt);
          if (how.retryAfterMs !== undefined) kept.limitedUntil = endedAt + how.retryAfterMs;
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
