import type { Clock } from '@turnfleet/core';
import type { CatalogueEndpoint } from '../catalogue/catalogue.ts';
import type { EndpointQuota, EndpointUse, PerMinute, Taken } from './endpoint-quota.ts';
import { MinuteWindow } from './minute-window.ts';

/** Why an endpoint is not asked, and how long that will be so; infinite: this call never will be. */
export interface Held {
  readonly why: string;
  readonly waitMs: number;
}

export interface Admitted {
  /** What the call used in the end; without it, what was thought before goes on counting. */
  readonly settle: (tokens: number) => void;
}

/** The way to the endpoints that have limits. */
export interface QuotaGate {
  /** As far as this process knows, without asking anybody; null: try it. */
  held(endpoint: CatalogueEndpoint, tokens: number): Held | null;
  /** What this process used of it in the last minute. */
  used(endpoint: CatalogueEndpoint): EndpointUse;
  /** Counts one call of about that many tokens, or says that there is no room. */
  enter(endpoint: CatalogueEndpoint, tokens: number): Promise<Admitted | Held>;
}

export interface QuotaGateDeps {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Null: this process is alone. */
  readonly quota: EndpointQuota | null;
  /** Processes that share the limits, as far as is known. */
  readonly workers: () => number;
  readonly notes: QuotaNotes;
}

/** What operators are to know. */
export interface QuotaNotes {
  /** A call found its endpoint at its limit. */
  held(endpoint: string, by: 'requests' | 'tokens'): void;
  /** The shared count cannot be asked, or can be again; told once each way. */
  away(error: unknown): void;
  back(): void;
}

interface Kept {
  /** What this process used. */
  readonly own: MinuteWindow;
  /** What of it the others do not know. */
  untold: MinuteWindow;
  closed: { readonly by: 'requests' | 'tokens'; readonly limit: number | null; readonly until: number } | null;
}

/** While the shared count is away, it is asked no more often than this, and a limit that was reached is looked at again. */
const lookAgainMs = 1_000;

/** Keeps calls within what their endpoint takes in a minute: counted with the whole fleet, or by a guess at our share of it. */
export function createQuotaGate({ clock, quota, workers, notes }: QuotaGateDeps): QuotaGate {
  const endpoints = new Map<string, Kept>();
  let away: { readonly until: number } | null = null;
  const keptOf = (id: string): Kept => {
    const kept = endpoints.get(id) ?? { own: new MinuteWindow(), untold: new MinuteWindow(), closed: null };
    endpoints.set(id, kept);
    return kept;
  };

  /** Null when nobody can be asked. */
  const takeShared = async (id: string, kept: Kept, use: EndpointUse, limits: PerMinute): Promise<Taken | null> => {
    if (quota === null || (away !== null && clock.monotonic() < away.until)) return null;
    const late = kept.untold.used(clock.monotonic());
    kept.untold = new MinuteWindow();
    try {
      if (late.requests > 0) await quota.add(id, late, null);
      const taken = await quota.take(id, use, limits);
      if (away !== null) notes.back();
      away = null;
      return taken;
    } catch (error) {
      kept.untold.add(late, null, clock.monotonic());
      if (away === null) notes.away(error);
      away = { until: clock.monotonic() + lookAgainMs };
      return null;
    }
  };

  const takeShare = (kept: Kept, use: EndpointUse, limits: PerMinute): Taken => {
    const now = clock.monotonic();
    const share = (limit: number | null, atLeast: number): number | null =>
      limit === null ? null : Math.max(atLeast, Math.floor(limit / workers()));
    // However many they are, each may make one call.
    const ours = { requests: share(limits.requests, use.requests), tokens: share(limits.tokens, use.tokens) };
    const taken = kept.own.take(use, ours, now);
    if (taken.granted) kept.untold.add(use, null, now);
    return taken;
  };

  const gate: QuotaGate = {
    held(endpoint, tokens) {
      const { tokensPerMinute } = endpoint;
      if (tokensPerMinute !== null && tokens > tokensPerMinute) {
        const why = `the prompt takes about ${tokens} tokens, its endpoint takes ${tokensPerMinute} a minute`;
        return { why, waitMs: Number.POSITIVE_INFINITY };
      }
      const { closed } = keptOf(endpoint.id);
      if (closed === null || limitsOf(endpoint)[closed.by] !== closed.limit) return null;
      const waitMs = closed.until - clock.monotonic();
      return waitMs > 0 ? { why: atLimit(closed), waitMs } : null;
    },
    used: ({ id }) => endpoints.get(id)?.own.used(clock.monotonic()) ?? { requests: 0, tokens: 0 },
    async enter(endpoint, tokens) {
      const { id } = endpoint;
      const limits = limitsOf(endpoint);
      if (limits.requests === null && limits.tokens === null) return unlimited;
      const held = gate.held(endpoint, tokens);
      if (held !== null) return held;
      const kept = keptOf(id);
      const use = { requests: 1, tokens };
      const shared = await takeShared(id, kept, use, limits);
      const taken = shared ?? takeShare(kept, use, limits);
      if (!taken.granted) {
        const { by, waitMs } = taken;
        notes.held(id, by);
        const isGuess = shared === null && quota !== null;
        const until = clock.monotonic() + (isGuess ? Math.min(waitMs, lookAgainMs) : waitMs);
        kept.closed = { by, limit: limits[by], until };
        return { why: atLimit(kept.closed), waitMs };
      }
      const ownAt = shared === null ? taken.at : kept.own.add(use, null, clock.monotonic());
      return {
        settle: (used) => {
          const more = { requests: 0, tokens: used - tokens };
          if (limits.tokens === null || more.tokens === 0) return;
          kept.own.add(more, ownAt, clock.monotonic());
          const told = shared === null ? null : quota?.add(id, more, taken.at);
          // What the others do not hear of now goes by in a minute.
          if (told) told.catch(() => undefined);
          else kept.untold.add(more, ownAt, clock.monotonic());
        },
      };
    },
  };
  return gate;
}

const unlimited: Admitted = { settle: () => undefined };

const limitsOf = ({ requestsPerMinute: requests, tokensPerMinute: tokens }: CatalogueEndpoint): PerMinute => ({
  requests,
  tokens,
});

const atLimit = ({ by, limit }: { readonly by: string; readonly limit: number | null }): string =>
  `its endpoint is at its limit of ${limit} ${by} a minute`;

/** Limits of a process by itself. */
export const ownQuota = (clock: Pick<Clock, 'monotonic'>): QuotaGate =>
  createQuotaGate({
    ...{ clock, quota: null, workers: () => 1 },
    notes: { held: () => undefined, away: () => undefined, back: () => undefined },
  });
