import { faultKinds } from './plan-faults.ts';
import { byFlows } from './plan-flows.ts';
import { turnKinds } from './plan-turns.ts';
import { worldKinds } from './plan-worlds.ts';

/** Clients come over HTTP, see `planHttp`. */
export const overHttp = 'over_http';
/** And over WebSockets, see `planWs`. */
export const overWs = 'over_ws';
/** There, the store of sessions loses some or all of them. */
export const sessionsLost = 'sessions_lost';

/** All that may happen in a run. */
export const simKinds: readonly string[] = [
  ...[...faultKinds, ...worldKinds, ...turnKinds],
  ...[overHttp, overWs, sessionsLost, byFlows],
];

/**
 * What the product does not withstand yet: left out unless it is named. Take a kind off this list when its hole is mended;
 * docs/guide/faults.md says which hole is meant.
 */
export const openHoles: readonly string[] = [];

/** What happens in a run: what is named, or all but the holes. */
export function kindsOf(only?: readonly string[]): ReadonlySet<string> {
  return new Set(only ?? simKinds.filter((kind) => !openHoles.includes(kind)));
}
