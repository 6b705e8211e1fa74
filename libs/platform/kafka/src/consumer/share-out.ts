import { assignSticky } from '@turnfleet/turn-engine';

/** A member as the leader of the group knows it. */
export interface Claimant {
  readonly id: string;
  /** What it owned when it joined. */
  readonly owned: readonly number[];
  /** The generation in which it owned that; of two members that claim a partition, the younger claim counts. */
  readonly generation: number;
}

/** Partitions 0 … `partitions` - 1, each to one member; the same members, in any order, get the same. */
export function shareOut(partitions: number, members: readonly Claimant[]): ReadonlyMap<string, readonly number[]> {
  const youngestFirst = members.toSorted((a, b) => b.generation - a.generation || compare(a.id, b.id));
  return assignSticky(
    partitions,
    youngestFirst.map(({ id, owned }) => ({ id, has: owned.toSorted((a, b) => a - b) })),
  );
}

/** By code unit: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
