import type { Clock } from '@turnfleet/core';
import { LRUCache } from 'lru-cache';
import type { RateAsk, RateWindows } from './rate-windows.ts';
import { SlicedWindow, takeInAll, type WindowTaken } from './sliced-window.ts';

export interface RateGate {
  /** As `RateWindows`, but never away: then it is by a guess at this door's share. */
  take(group: string, asks: readonly RateAsk[]): Promise<readonly WindowTaken[]>;
}

interface RateGateDeps {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly windows: RateWindows;
  /** Doors that share the limits, as far as is known; 1 or more. */
  readonly doors: () => number;
  /** The shared count cannot be asked, or can be again; told once each way. */
  readonly notes: { away(error: unknown): void; back(): void };
}

/** While the shared count is away, it is asked no more often than this. */
const askAgainMs = 1_000;
const mostKnown = 20_000;

interface Known {
  /** What came through this door. */
  readonly own: SlicedWindow;
  /** Without room until then, as far as this limit goes. */
  closed: { readonly limit: number; readonly until: number } | null;
}

/** Counts requests together with all doors. A window that is known to be full is not asked again until it has room. */
export function rateGate({ clock, windows, doors, notes }: RateGateDeps): RateGate {
  const known = new LRUCache<string, Known>({ max: mostKnown });
  let awayUntil: number | null = null;

  const knownOf = (name: string): Known => {
    const before = known.get(name);
    if (before) return before;
    const made: Known = { own: new SlicedWindow(), closed: null };
    known.set(name, made);
    return made;
  };

  const byClosed = (asks: readonly RateAsk[], now: number): readonly WindowTaken[] | null => {
    const looks = asks.map(({ name, limit }): WindowTaken => {
      const closed = known.get(name)?.closed ?? null;
      const isClosed = closed !== null && closed.limit === limit && now < closed.until;
      return isClosed
        ? { granted: false, left: 0, moreInMs: closed.until - now }
        : { granted: true, left: limit, moreInMs: 0 };
    });
    return looks.every(({ granted }) => granted) ? null : looks;
  };

  const shared = async (group: string, asks: readonly RateAsk[]): Promise<readonly WindowTaken[] | null> => {
    if (awayUntil !== null && clock.monotonic() < awayUntil) return null;
    try {
      const taken = await windows.take(group, asks);
      if (awayUntil !== null) notes.back();
      awayUntil = null;
      return taken;
    } catch (error) {
      if (awayUntil === null) notes.away(error);
      awayUntil = clock.monotonic() + askAgainMs;
      return null;
    }
  };

  return {
    async take(group, asks) {
      const closed = byClosed(asks, clock.monotonic());
      if (closed) return closed;
      const taken = await shared(group, asks);
      const now = clock.monotonic();
      if (!taken) {
        const share = (limit: number): number => Math.max(1, Math.floor(limit / doors()));
        return takeInAll(
          asks.map(({ name, limit }) => ({ window: knownOf(name).own, limit: share(limit) })),
          now,
        );
      }
      const all = taken.every(({ granted }) => granted);
      for (const [i, { name, limit }] of asks.entries()) {
        const one = knownOf(name);
        if (all) one.own.count(now);
        const { granted = true, moreInMs = 0 } = taken[i] ?? {};
        if (!granted) one.closed = { limit, until: now + moreInMs };
      }
      return taken;
    },
  };
}
