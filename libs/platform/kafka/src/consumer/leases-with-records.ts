import type { Bounds } from '../reader/offsets.ts';
import type { PartitionLease } from './assigned-partitions.ts';

export interface RecordsAhead {
  readonly bounds: (partitions: readonly number[]) => Promise<ReadonlyMap<number, Bounds>>;
  /** Whether the partition has a record at or after the offset. */
  readonly hasRecordFrom: (partition: number, offset: bigint) => Promise<boolean>;
}

/** Those of `leases` of which the log has records that were not delivered yet. */
export async function leasesWithRecords(
  log: RecordsAhead,
  leases: readonly PartitionLease[],
): Promise<readonly PartitionLease[]> {
  if (leases.length === 0) return [];
  const bounds = await log.bounds(leases.map(({ partition }) => partition));
  const behind = leases.filter(({ partition, next }) => (next ?? 0n) < (bounds.get(partition)?.end ?? 0n));
  const present = await Promise.all(behind.map((lease) => log.hasRecordFrom(lease.partition, lease.next ?? 0n)));
  return behind.filter((_, i) => present[i]);
}
