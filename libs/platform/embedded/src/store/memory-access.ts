import type { Clock } from '@turnfleet/core';
import type { AccessStore, ApiKeyRecord, Ticket } from '@turnfleet/principal';

/** For a fleet in one process: keys and tickets end with it. Keys that are to stay are in a file. */
export function createMemoryAccess(clock: Clock): AccessStore {
  const keys = new Map<string, ApiKeyRecord>();
  const tickets = new Map<string, { readonly ticket: Ticket; readonly until: number }>();
  return {
    find: async (sha256) => keys.get(sha256) ?? null,
    list: async () => [...keys.values()],
    put: async (record) => void keys.set(record.sha256, record),
    tickets: {
      async keep(sha256, ticket, ttlMs) {
        const now = clock.monotonic();
        for (const [hash, { until }] of tickets) if (until <= now) tickets.delete(hash);
        tickets.set(sha256, { ticket, until: now + ttlMs });
      },
      async take(sha256) {
        const kept = tickets.get(sha256);
        tickets.delete(sha256);
        return kept && kept.until > clock.monotonic() ? kept.ticket : null;
      },
    },
  };
}
