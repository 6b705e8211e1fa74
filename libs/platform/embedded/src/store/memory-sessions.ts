import type { Clock } from '@turnfleet/core';
import {
  type BusMessage,
  type HeldSession,
  type Notice,
  noticesKept,
  partsOf,
  type SessionStore,
} from '@turnfleet/session';

interface Kept extends HeldSession {
  readonly owner: string;
  readonly until: number;
}

/** For a fleet in one process: sessions and notices end with it. */
export function createMemorySessions(clock: Clock): SessionStore {
  const sessions = new Map<string, Kept>();
  const notices = new Map<string, Notice[]>();
  const hearing = new Set<(message: BusMessage) => void>();
  const generation = clock.now();

  function find(id: string): Kept | undefined {
    const kept = sessions.get(id);
    return kept && kept.until > clock.monotonic() ? kept : undefined;
  }

  function keep(id: string, owner: string, { epoch, state }: HeldSession, ttlMs: number): void {
    const now = clock.monotonic();
    // The oldest stand first, so that few are looked at.
    for (const [other, { until }] of sessions) {
      if (until > now) break;
      sessions.delete(other);
    }
    sessions.delete(id);
    sessions.set(id, { owner, epoch, state, until: now + ttlMs });
  }

  const tell = async (message: BusMessage): Promise<void> => {
    for (const hear of [...hearing]) hear(message);
  };

  return {
    open: async (id, owner, state, ttlMs) => keep(id, owner, { epoch: 1, state }, ttlMs),
    async take(session, owner, ttlMs) {
      const kept = find(session);
      if (kept?.owner !== owner) return null;
      const taken = { epoch: kept.epoch + 1, state: kept.state };
      keep(session, owner, taken, ttlMs);
      await tell({ kind: 'taken', session, epoch: taken.epoch });
      return taken;
    },
    async save(id, owner, held, ttlMs) {
      const kept = find(id);
      if (kept && kept.epoch !== held.epoch) return false;
      keep(id, owner, held, ttlMs);
      return true;
    },
    async end(id, epoch) {
      if (find(id)?.epoch === epoch) sessions.delete(id);
    },
    async post(tenant, text) {
      const all = notices.get(tenant) ?? [];
      const number = (partsOf(all.at(-1)?.id ?? '')?.number ?? 0) + 1;
      const notice = { id: `${generation}-${number}`, text };
      notices.set(tenant, [...all, notice].slice(-noticesKept));
      await tell({ kind: 'notice', tenant });
      return notice.id;
    },
    async noticesAfter(tenant, id) {
      const all = notices.get(tenant) ?? [];
      const from = id === null ? null : partsOf(id);
      const isNew = (notice: Notice): boolean =>
        from?.generation !== String(generation) || (partsOf(notice.id)?.number ?? 0) > from.number;
      return { notices: all.filter(isNew), end: all.at(-1)?.id ?? null };
    },
    tell,
    async listen(hear) {
      // As for two who listen with the same function.
      const entry = (message: BusMessage): void => hear(message);
      hearing.add(entry);
      return { close: () => void hearing.delete(entry) };
    },
  };
}
