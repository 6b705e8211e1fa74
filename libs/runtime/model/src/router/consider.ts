import type { Catalogue, CatalogueModel } from '../catalogue/catalogue.ts';
import type { Held, QuotaGate } from '../limits/quota-gate.ts';
import { priceOf, worstCaseOf } from '../money/price.ts';
import type { Considered, Needs } from '../routing/route.ts';
import type { RouteRule } from '../routing/rule.ts';
import { type DeploymentRef, type Deployments, deploymentsOf } from './deployments.ts';

export interface StepSize {
  /** Tokens of the prompt, as counted by us. */
  readonly inputTokens: number;
  /** Tokens of an answer of late. */
  readonly usualOutputTokens: number;
}

export interface ConsiderDeps {
  readonly catalogue: Catalogue;
  readonly deployments: Pick<Deployments, 'read'>;
  readonly quota: Pick<QuotaGate, 'held'>;
  /** Whether other turns wait for it and come first, and for how long about. */
  readonly heldInLine: (ref: DeploymentRef) => Held | null;
  /** Why an endpoint cannot be asked at all, such as a key that is not set; null if it can. */
  readonly unusable: (endpoint: string) => string | null;
}

/** Every deployment of the models, with what a strategy wants to know of it and why it may not be chosen. */
export function considerAll(
  deps: ConsiderDeps,
  models: readonly string[],
  weights: RouteRule['weights'],
  needs: Needs,
  size: StepSize,
): readonly Considered[] {
  return models
    .flatMap((model) => deploymentsOf(deps.catalogue, model))
    .map((one) => consider(deps, one, weights, needs, size));
}

function consider(
  { catalogue, deployments, quota, heldInLine, unusable }: ConsiderDeps,
  { model, endpoint, entry }: DeploymentRef & { readonly entry: CatalogueModel },
  weights: RouteRule['weights'],
  needs: Needs,
  { inputTokens, usualOutputTokens }: StepSize,
): Considered {
  const { measured, inFlight, breaker, doubted, limitedForMs } = deployments.read({ model, endpoint });
  const candidate = {
    model,
    endpoint,
    estimatedCost: priceOf({ inputTokens, outputTokens: usualOutputTokens }, entry.prices),
    worstCase: worstCaseOf(inputTokens, entry.maxOutputTokens, entry.prices),
    latency: entry.latency,
    strength: entry.strength,
    weight: weights[model] ?? 1,
    measured,
    inFlight,
    breaker,
    doubted,
  };
  const excluded = unusable(endpoint) ?? lacks(entry, needs) ?? (breaker === 'open' ? 'its breaker is open' : null);
  if (excluded !== null) return { candidate, excluded };
  const there = catalogue.endpoints.get(endpoint);
  const limited = askedToWait(limitedForMs) ?? (there ? quota.held(there, inputTokens + usualOutputTokens) : null);
  const held = limited ?? heldInLine({ model, endpoint });
  return held ? { candidate, excluded: held.why, waitMs: held.waitMs } : { candidate, excluded: null };
}

/** Of an endpoint that said when it may be asked again. */
export const askedToWait = (limitedForMs: number | null): Held | null =>
  limitedForMs === null ? null : { why: 'its endpoint takes no more requests for now', waitMs: limitedForMs };

/** What the step needs and the model has not, as a sentence; null if it has all. */
export function lacks({ can, contextTokens }: CatalogueModel, needs: Needs): string | null {
  if (needs.tools && !can.has('tools')) return 'it cannot call tools';
  if (needs.forcedTools && !can.has('forced_tools')) return 'it cannot be made to call a tool';
  if (needs.vision && !can.has('vision')) return 'it cannot see pictures';
  if (needs.contextTokens > contextTokens)
    return `the prompt and its answer take ${needs.contextTokens} tokens, it has ${contextTokens}`;
  return null;
}
