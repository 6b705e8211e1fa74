import type { Snapshot } from '@turnfleet/contract/schemas';

/**
 * The value of a snapshot in at most so many bytes: without what tools returned, which can be looked up again, and with fewer
 * of its older turns, which are then found in `chat.replies` only.
 * Null if what it must carry, the replies that wait in it, is too much. `snapshot` is as the store gave it.
 */
export function snapshotWithin(snapshot: string, bytes: number): string | null {
  if (Buffer.byteLength(snapshot) <= bytes) return snapshot;
  // Of our own writing.
  const { conversation: whole, ...rest } = JSON.parse(snapshot) as Snapshot;
  const conversation = { ...whole, results: [] };
  const sizes = conversation.turns.map((turn) => Buffer.byteLength(JSON.stringify(turn)) + 1);
  let left = bytes - Buffer.byteLength(textOf({ ...rest, conversation: { ...conversation, turns: [] } }));
  if (left < 0) return null;
  left++; // There is a comma less than there are turns.
  let kept = 0;
  for (const size of sizes.toReversed()) {
    left -= size;
    if (left < 0) break;
    kept++;
  }
  return textOf({
    ...rest,
    conversation: { ...conversation, turns: kept === 0 ? [] : conversation.turns.slice(-kept) },
  });
}

/** Fields in the order of `snapshotOf`. */
const textOf = ({ generation, epoch, conversation, unpublished }: Snapshot): string =>
  JSON.stringify({ generation, epoch, conversation, unpublished });
