import type { Reply } from '../schemas/reply.ts';
import { readStoredReply } from '../schemas/stored-reply.ts';
import { binaryRecord, type EventRecord, type PlacedRecord, type TraceHeaders } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { readData } from './read-event.ts';
import { topics } from './topics.ts';

/**
 * A reply as a record of `chat.replies`. `text` is the record value as it stands in the ledger: published again, a reply
 * has the very same bytes, headers included.
 */
export function encodeReply(reply: Reply, text: string, partition: number, trace: TraceHeaders = {}): PlacedRecord {
  const event = {
    id: reply.turnId,
    type: reply.status === 'failed' ? eventTypes.replyFailed : eventTypes.replyCompleted,
    source: eventSource(reply.conversationId, 'replies'),
    data: text,
  };
  return { topic: topics.replies, partition, ...binaryRecord(reply.conversationId, event, trace) };
}

/** Reads a record of `chat.replies`; null for one that is no reply, whatever its bytes. */
export function decodeReply(record: Pick<EventRecord, 'value' | 'headers'>): Reply | null {
  const data = readData(record);
  return data.ok ? readStoredReply(data.value) : null;
}
