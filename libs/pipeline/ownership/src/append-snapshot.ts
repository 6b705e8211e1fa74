import { encodeSnapshot, topics } from '@turnfleet/contract/events';
import { type Snapshot } from '@turnfleet/contract/schemas';
import { snapshotWithin } from '@turnfleet/conversation';
import { isRecordTooLarge, type NewRecord, recordTooLarge } from '@turnfleet/turn-engine';
import type { RecordLimits } from './record-limits.ts';

/**
 * Appends a snapshot with as many of its turns as its topic takes. `recordTooLarge` if the replies that wait in it alone are
 * too much. `append` tells `limits` of what is refused.
 */
export async function appendSnapshot<T>(
  limits: Pick<RecordLimits, 'room'>,
  {
    conversationId,
    snapshot,
    home,
  }: { readonly conversationId: string; readonly snapshot: string; readonly home: number },
  append: (record: NewRecord) => Promise<T>,
): Promise<T> {
  for (let before: string | null = null; ; ) {
    const fitting = snapshotWithin(asCommitted(snapshot), limits.room().snapshot);
    if (fitting === null || fitting === before) throw recordTooLarge({ topic: topics.conversations, partition: home });
    try {
      return await append(encodeSnapshot(conversationId, fitting, home));
    } catch (error) {
      if (!isRecordTooLarge(error)) throw error;
      before = fitting;
    }
  }
}

/** Without what was only noted in the store since: snapshots of one rank say the same. */
function asCommitted(snapshot: string): string {
  // Most have no question that waits, and reading one costs as much as writing it.
  if (!snapshot.includes('"publishedAt"')) return snapshot;
  const read = JSON.parse(snapshot) as Snapshot;
  const { held } = read.conversation;
  if (!held?.publishedAt) return snapshot;
  return JSON.stringify({ ...read, conversation: { ...read.conversation, held: { ...held, publishedAt: null } } });
}
