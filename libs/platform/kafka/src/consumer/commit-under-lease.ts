import { type Clock, endsWithin, TurnfleetError } from '@turnfleet/core';
import { type GroupOffsets, isBetweenGenerations } from './group-offsets.ts';
import type { MemberNotifier } from './member-notifier.ts';

export interface OffsetCommitDeps {
  readonly clock: Clock;
  readonly group: string;
  readonly offsets: GroupOffsets;
}

/** Any rebalance has ended by then; a commit that waits for one is given up. */
const settleMs = 20_000;

/**
 * Commits in the generation in which the partitions are leased, whichever that is by then. Fails with `fenced` when one of
 * them is leased no more, with `overloaded` when a rebalance does not end.
 */
export async function commitUnderLease(
  { clock, group, offsets }: OffsetCommitDeps,
  notifier: MemberNotifier,
  next: ReadonlyMap<number, bigint>,
): Promise<void> {
  if (next.size === 0) return;
  const giveUpAt = clock.monotonic() + settleMs;
  const leases = [...next.keys()].flatMap((partition) => notifier.leaseOf(partition) ?? []);
  for (;;) {
    const { identity, changed } = notifier;
    if (!identity || leases.length < next.size || !leases.every((lease) => notifier.lasts(lease))) throw fenced();
    try {
      await offsets.commit(identity, next);
      for (const lease of leases) lease.committed = next.get(lease.partition) ?? null;
      return;
    } catch (error) {
      if (!isBetweenGenerations(error)) throw error;
    }
    // Only the next join tells whether the partitions stay with this member.
    const settled = identity !== notifier.identity || (await endsWithin(clock, giveUpAt - clock.monotonic(), changed));
    if (!settled) throw unsettled(group);
  }
}

function fenced(): TurnfleetError {
  const suggestion = 'Nothing: the other worker does the work again where it is not done.';
  return new TurnfleetError('fenced', 'The partition was given to another worker since.', { suggestion });
}

function unsettled(group: string): TurnfleetError {
  const suggestion = 'Check that the members of the group are alive; commit again later.';
  return new TurnfleetError('overloaded', `The rebalance of group ${group} does not end.`, { suggestion });
}
