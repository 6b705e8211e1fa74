/** A member of a group and the partitions it has now. */
interface PartitionHolder<Id> {
  readonly id: Id;
  readonly has: readonly number[];
}

/**
 * Shares partitions 0 … `partitions` - 1 among members: as evenly as can be (counts differ by one at most), and moving
 * no more than that asks for. Of a partition that two members claim to have, the first named keeps it. Pure; members
 * are served in the order given, so every member that computes it from the same list gets the same answer.
 */
export function assignSticky<Id>(partitions: number, members: readonly PartitionHolder<Id>[]): Map<Id, number[]> {
  const free = new Set(Array.from({ length: partitions }, (_, partition) => partition));
  const claims = members.map(({ id, has }) => ({ id, own: [...new Set(has)].filter((one) => free.delete(one)) }));
  // Whoever has most is the first to be allowed one more than the others: that moves the fewest.
  const shares = claims
    .toSorted((a, b) => b.own.length - a.own.length)
    .map(({ id, own }, i) => ({ id, own, size: Math.floor((partitions + members.length - 1 - i) / members.length) }));
  for (const { own, size } of shares) for (const surplus of own.splice(size)) free.add(surplus);
  const rest = [...free].sort((a, b) => a - b);
  return new Map(shares.map(({ id, own, size }) => [id, [...own, ...rest.splice(0, size - own.length)]]));
}
