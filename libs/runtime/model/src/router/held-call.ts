import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Held } from '../limits/quota-gate.ts';
import type { Place } from '../limits/waiting-lines.ts';
import type { DeploymentRef } from './deployments.ts';

/** There is no room for a call now. */
export interface HeldCall extends Held {
  /** To wait in. */
  readonly line: string;
}

/** A limit is its endpoint's; who asked to be left alone did so of one model. */
export const deploymentLine = ({ model, endpoint }: DeploymentRef): string => `${model}@${endpoint}`;

const lookAgainMs = 1_000;
const minuteMs = 60_000;

/** Null if nobody comes first; else about how long it takes, which a limit of requests tells. */
export function heldBehindOthers(place: Place, ref: DeploymentRef, { endpoints }: Catalogue): HeldCall | null {
  const { endpoint } = ref;
  const ahead = place.ahead([endpoint, deploymentLine(ref)]);
  if (ahead === 0) return null;
  const limit = endpoints.get(endpoint)?.requestsPerMinute ?? null;
  const minutes = limit === null ? 0 : Math.floor(ahead / limit);
  const turns = ahead === 1 ? 'another turn waits' : `${ahead} other turns wait`;
  return { why: `${turns} for its endpoint`, waitMs: lookAgainMs + minutes * minuteMs, line: endpoint };
}
