import { abridgedReply, type Reply, replyBytes } from '@turnfleet/contract/schemas';

/** Bytes that values may take in the topics of the log. */
export interface RoomInLog {
  /** A reply, in `replyBytes`. */
  readonly reply: number;
  /** A snapshot. */
  readonly snapshot: number;
}

/** Of a snapshot, for replies that wait in it: its window then has room for them once more, and for what was asked. */
const shareOfReplies = 3 / 8;

/** `replyBytes` that the only reply of a turn may take. */
export function largestReply({ reply, snapshot }: RoomInLog): number {
  return Math.min(reply, Math.floor(snapshot * shareOfReplies));
}

/**
 * Replies to turns that end together, each as short as the log needs it: they stand in one snapshot, and each in a record of
 * its own. Those that take less than their share leave the rest to the others. The same replies and room give the same bytes.
 */
export function fittingReplies(replies: readonly Reply[], room: RoomInLog): readonly Reply[] {
  const share = fairShare(replies.map(replyBytes), Math.floor(room.snapshot * shareOfReplies));
  const most = Math.min(room.reply, share);
  return replies.map((reply) => abridgedReply(reply, most));
}

/** What each may take at most so that all together take no more than `budget`. */
function fairShare(sizes: readonly number[], budget: number): number {
  let left = budget;
  const ascending = sizes.toSorted((a, b) => a - b);
  for (const [i, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - i));
    if (size > share) return share;
    left -= size;
  }
  return Number.POSITIVE_INFINITY;
}
