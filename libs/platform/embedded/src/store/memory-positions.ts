import type { AppliedPositions } from '@turnfleet/conversation';
import type { Meta } from './memory-data.ts';

/** Notes how far the log is known to the store; never less than before. */
export function note(meta: Meta, { conversations, replies }: AppliedPositions): void {
  meta.applied = {
    conversations: highest(meta.applied.conversations, conversations),
    replies: highest(meta.applied.replies, replies),
  };
}

/** How far everything is known: a turn that was not settled may have its reply before the highest offset told. */
export function appliedTo({ applied, open }: Meta): AppliedPositions {
  return { ...applied, replies: [...open.values()].reduce(lowest, applied.replies) };
}

export const highest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const lowest = (a: bigint, b: bigint): bigint => (a < b ? a : b);
