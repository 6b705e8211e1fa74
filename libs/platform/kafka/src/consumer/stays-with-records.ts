import type { Bounds } from '../reader/offsets.ts';
import type { Stay } from './holdings.ts';

export interface RecordsAhead {
  readonly bounds: (partitions: readonly number[]) => Promise<ReadonlyMap<number, Bounds>>;
  /** Whether the partition holds a record at or after the offset. */
  readonly hasRecordFrom: (partition: number, offset: bigint) => Promise<boolean>;
}

/** Those of `stays` of which the log holds records that were not delivered yet. */
export async function staysWithRecords(log: RecordsAhead, stays: readonly Stay[]): Promise<readonly Stay[]> {
  if (stays.length === 0) return [];
  const bounds = await log.bounds(stays.map(({ partition }) => partition));
  const behind = stays.filter(({ partition, next }) => (next ?? 0n) < (bounds.get(partition)?.end ?? 0n));
  const held = await Promise.all(behind.map((stay) => log.hasRecordFrom(stay.partition, stay.next ?? 0n)));
  return behind.filter((_, i) => held[i]);
}
