import { homePartition } from '@turnfleet/contract/events';

export interface Key {
  readonly key: string;
  readonly partition: number;
}

/**
 * `count` keys, as many in each partition as can be, in an order in which neighbours live in different partitions: so
 * that no partition is the last to finish because chance gave it more work.
 */
export function balancedKeys(count: number, partitions: number, prefix = 'conversation'): readonly Key[] {
  const missing = Array.from({ length: partitions }, (_, partition) => shareOf(count, partitions, partition));
  const found: Key[][] = missing.map(() => []);
  let left = count;
  for (let i = 0; left > 0; i++) {
    const key = `${prefix}-${i}`;
    const partition = homePartition(key, partitions);
    const own = found[partition];
    if (!own || own.length === missing[partition]) continue;
    own.push({ key, partition });
    left--;
  }
  return Array.from({ length: count }, (_, i) => found[i % partitions]?.[Math.floor(i / partitions)]).filter(
    (key) => key !== undefined,
  );
}

function shareOf(count: number, partitions: number, partition: number): number {
  return Math.floor(count / partitions) + (partition < count % partitions ? 1 : 0);
}
