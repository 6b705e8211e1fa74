import { hash } from 'node:crypto';
import type { Snapshot } from '../schemas/conversation.ts';
import { binaryRecord, type EventRecord, type PlacedRecord } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { headerText, readData } from './read-event.ts';
import { readStoredSnapshot } from './stored-snapshot.ts';
import { topics } from './topics.ts';

/** Orders what `chat.conversations` says of a conversation: the higher generation holds, then version, then epoch. */
export interface Rank {
  readonly generation: number;
  readonly version: number;
  readonly epoch: number;
}

export function isHigher(a: Rank, b: Rank): boolean {
  if (a.generation !== b.generation) return a.generation > b.generation;
  if (a.version !== b.version) return a.version > b.version;
  return a.epoch > b.epoch;
}

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
  const data = readData(record);
  return data.ok ? readStoredSnapshot(data.value) : null;
}

/**
 * The end of a conversation as a record of `chat.conversations`: it has no value, so compaction removes it too. It ends
 * what ranks no higher than `rank`, wherever in the log that stands.
 */
export function encodeTombstone(conversationId: string, rank: Rank, partition: number): PlacedRecord {
  const extensions = { generation: String(rank.generation), version: String(rank.version), epoch: String(rank.epoch) };
  const event = {
    id: `forgotten-${rank.generation}-${rank.version}-${rank.epoch}`,
    type: eventTypes.conversationForgotten,
    source: eventSource(conversationId, 'snapshots'),
    extensions,
    data: null,
  };
  return { topic: topics.conversations, partition, ...binaryRecord(conversationId, event) };
}

/** What a tombstone ends; null for a record with a value, and for one that tells no rank. */
export function decodeTombstone({ value, headers }: Pick<EventRecord, 'value' | 'headers'>): Rank | null {
  if (value !== null) return null;
  const [generation, version, epoch] = ['ce_generation', 'ce_version', 'ce_epoch'].map((name) => {
    const text = headerText(headers, name) ?? '';
    return /^\d{1,15}$/.test(text) ? Number(text) : null;
  });
  if (generation == null || version == null || epoch == null) return null;
  return { generation, version, epoch };
}
