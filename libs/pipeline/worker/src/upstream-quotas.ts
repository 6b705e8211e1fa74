import type { Clock } from '@turnfleet/core';
import { askerHeader } from '@turnfleet/principal';
import { BoundedLabels, counter } from '@turnfleet/telemetry';
import type { Decode } from '@turnfleet/turn';
import type { Lane, LogRecord } from '@turnfleet/turn-engine';
import { LRUCache } from 'lru-cache';

/** Turns a second by tenant; `*`: of each tenant that is not named. */
export type UpstreamQuotas = ReadonlyMap<string, number>;

interface QuotaDeps {
  readonly quotas: UpstreamQuotas;
  /** Whose turns an upstream's are; null or `*`: of whom they name. */
  readonly upstreamTenant: string | null;
  readonly decode: Decode;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** The part of all partitions that this worker has, 0 to 1. */
  readonly part: () => number;
}

/** Turns that may come at once after a pause: those of so many seconds. */
const burstSeconds = 2;

/**
 * The lanes of records, those of upstreams within their quota: nobody has looked whether there is room for them, so what comes
 * above it waits at low priority. Nothing is dropped, and order within a conversation stays.
 */
export function withUpstreamQuotas(
  laneOf: (record: LogRecord) => Lane,
  { quotas, upstreamTenant, decode, clock, part }: QuotaDeps,
): (record: LogRecord) => Lane {
  const over = counter('turnfleet.upstream.over_quota');
  const labels = new BoundedLabels(50);
  // It takes its memory at once, so only where there is something to count.
  let buckets: LRUCache<string, { tokens: number; at: number }> | undefined;

  const isWithin = (tenant: string): boolean => {
    const quota = quotas.get(tenant) ?? quotas.get('*');
    if (quota === undefined) return true;
    buckets ??= new LRUCache({ max: 10_000 });
    const rate = quota * part();
    const most = Math.max(1, burstSeconds * rate);
    const now = clock.monotonic();
    const { tokens, at } = buckets.get(tenant) ?? { tokens: most, at: now };
    const left = Math.min(most, tokens + (rate * (now - at)) / 1_000);
    buckets.set(tenant, { tokens: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  };

  return (record) => {
    const lane = laneOf(record);
    const decoded = decode(record);
    if (decoded.kind !== 'turn' || decoded.admitted) return lane;
    // One that is signed came by a topic of its own, and its tenant is who that is mapped to.
    const isMapped = Object.hasOwn(record.headers, askerHeader);
    const tenant = isMapped || upstreamTenant === null || upstreamTenant === '*' ? decoded.tenant : upstreamTenant;
    if (isWithin(tenant)) return { ...lane, sharer: tenant };
    over.add(1, { tenant: labels.labelOf(tenant) });
    return { ...lane, sharer: tenant, priority: 3 };
  };
}
