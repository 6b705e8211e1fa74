import { hash } from 'node:crypto';
import { binaryRecord, type EventRecord, type PlacedRecord } from './cloud-event.ts';
import { type Snapshot, snapshotSchema } from './conversation.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { readEvent } from './read-event.ts';
import { topics } from './topics.ts';

/** A snapshot, as the text the store gave, as a record of `chat.conversations`; the same text gives the same event id. */
export function encodeSnapshot(conversationId: string, snapshot: string, partition: number): PlacedRecord {
  const event = {
    id: hash('sha256', snapshot, 'base64url'),
    type: eventTypes.conversationUpdated,
    source: eventSource(conversationId, 'snapshots'),
    data: snapshot,
  };
  return { topic: topics.conversations, partition, ...binaryRecord(conversationId, event) };
}

/** Reads a record of `chat.conversations`; null for a tombstone and for one that is no snapshot, whatever its bytes. */
export function decodeSnapshot(record: Pick<EventRecord, 'value' | 'headers'>): Snapshot | null {
  const { data } = readEvent(record);
  return data.ok ? (snapshotSchema.safeParse(data.value).data ?? null) : null;
}
