import type { Redis } from 'ioredis';

/** Slots from `first` to `last`, and the place (`host:port`) of their master. */
export interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly place: string;
}

/** What one node of a cluster knows of it; of several the one of the highest epoch has heard the last of it. */
export interface ClusterLayout {
  readonly epoch: number;
  readonly ranges: readonly SlotRange[];
}

/** Asks a server for the layout of its cluster; null if it belongs to none. */
export async function layoutOf(client: Redis, hostname: string): Promise<ClusterLayout | null> {
  // INFO, as a server that belongs to none knows no CLUSTER commands.
  if (!/^cluster_enabled:1/m.test(await client.info('cluster'))) return null;
  const [told, slots] = await Promise.all([client.cluster('INFO'), client.cluster('SLOTS')]);
  return {
    epoch: Number(/^cluster_current_epoch:(\d+)/m.exec(told)?.[1] ?? 0),
    ranges: slotRanges(slots, hostname),
  };
}

/** Reads an answer to CLUSTER SLOTS; a node that does not know its own name has the one by which it was asked. */
export function slotRanges(answer: unknown, askedHost: string): readonly SlotRange[] {
  if (!Array.isArray(answer)) return [];
  return (answer as [number, number, [string | null, number]][]).map(([first, last, [host, port]]) => ({
    first,
    last,
    place: `${host || askedHost}:${port}`,
  }));
}
