import type { Clock } from '@turnfleet/core';
import type { FleetStatus, RouteChoices, WorkerReport } from '@turnfleet/fleet-status';

/** For a fleet in one process. */
export function createMemoryFleetStatus(clock: Clock): FleetStatus & RouteChoices {
  const published = new Map<string, { readonly report: WorkerReport; readonly until: number }>();
  const texts = new Map<string, { readonly text: string; readonly until: number }>();
  const chosen = new Map<string, string>();
  return {
    async publish(report, ttlMs) {
      published.set(report.worker, { report, until: clock.monotonic() + ttlMs });
    },
    async withdraw(worker) {
      published.delete(worker);
    },
    async reports() {
      const now = clock.monotonic();
      for (const [worker, { until }] of published) if (until <= now) published.delete(worker);
      return [...published.values()].map(({ report }) => report);
    },
    async publishCatalogue(id, text, ttlMs) {
      texts.set(id, { text, until: clock.monotonic() + ttlMs });
    },
    async catalogues() {
      const now = clock.monotonic();
      for (const [id, { until }] of texts) if (until <= now) texts.delete(id);
      return new Map([...texts].map(([id, { text }]) => [id, text]));
    },
    async choices() {
      return new Map(chosen);
    },
    async choose(rule, model) {
      if (model === null) chosen.delete(rule);
      else chosen.set(rule, model);
    },
  };
}
