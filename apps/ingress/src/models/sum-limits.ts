import type { Models } from '@turnfleet/contract/http';
import type { WorkerReport } from '@turnfleet/fleet-status';
import type { Catalogue } from '@turnfleet/model';

type Limit = Models['limits'][number];

/** Every endpoint of the catalogue that has limits, what the workers used of it put together. */
export function sumLimits({ endpoints }: Catalogue, reports: readonly WorkerReport[]): Limit[] {
  const told = reports.flatMap((report) => report.endpoints ?? []);
  return [...endpoints.values()]
    .filter(({ requestsPerMinute, tokensPerMinute }) => requestsPerMinute !== null || tokensPerMinute !== null)
    .map(({ id, requestsPerMinute, tokensPerMinute }) => {
      const all = told.filter(({ endpoint }) => endpoint === id);
      const held = all.flatMap((one) => one.held ?? []).toSorted((a, b) => b.waitMs - a.waitMs)[0];
      return {
        endpoint: id,
        requestsPerMinute,
        tokensPerMinute,
        requests: all.reduce((sum, { requests }) => sum + requests, 0),
        tokens: all.reduce((sum, { tokens }) => sum + tokens, 0),
        held: held?.why ?? null,
        heldForMs: held?.waitMs ?? null,
      };
    });
}
