import { decodeTombstone, isHigher, type Rank } from '@turnfleet/contract/events';
import type { HistoryRecord } from '../history/history-event.ts';
import { bytesOf } from '../history/record-event.ts';
import { type SeenTimer, timerIdOf } from './judge-timers.ts';
import type { Seen } from './seen.ts';
import type { SnapshotSeen, TombstoneSeen } from './snapshot-seen.ts';
import type { TopicsSeen } from './topics-seen.ts';
import type { Tell } from './verdict.ts';

interface RankedSnapshot {
  readonly generation: number;
  readonly epoch: number;
  readonly conversation: {
    readonly conversationId: string;
    readonly version: number;
    readonly held?: { readonly key: string; readonly turnId: string } | null;
    readonly timer?: SeenTimer;
  };
}

/** A record of `chat.conversations`. Only the highest of a conversation is kept, as every reader of the topic does. */
export function observeSnapshot(seen: Seen, found: TopicsSeen, record: HistoryRecord, line: number, tell: Tell): void {
  const { partition, offset, key, value } = record;
  if (value === null) return seeTombstone(seen, found, record, line);
  const read = rankedSnapshot(value);
  if (!read) {
    const sentence = `The record at chat.conversations/${partition}/${offset} is no snapshot by the contract, so no restore understands it.`;
    return tell({ code: 'off_contract', sentence, lines: [line] });
  }
  const { generation, epoch, conversation: told } = read;
  const { conversationId, version, held } = told;
  const conversation = seen.conversation(conversationId);
  if (partition !== conversation.home || key !== conversationId) {
    const sentence = `A snapshot of ${conversationId} stands in partition ${partition} with key ${JSON.stringify(key)}; a restore looks in partition ${conversation.home}, under its id.`;
    return tell({ code: 'off_contract', sentence, lines: [line], conversationId });
  }
  if (held && !found.questions.has(held.key))
    found.questions.set(held.key, { conversationId, turnId: held.turnId, line, at: record.at });
  const timers = conversation.timers.get(version) ?? new Set();
  conversation.timers.set(version, timers.add(timerIdOf(told.timer)));
  const place = BigInt(offset);
  conversation.last = { line, offset: place, ended: false, value, rank: { generation, version, epoch } };
  const { snapshot: before, reached } = conversation;
  if (version > (reached.at(-1)?.version ?? 0)) reached.push({ version, offset: place });
  const here = { line, value, generation, epoch, version };
  const rank = before ? compare(here, before) : 1;
  if (rank > 0 && !conversation.tombstones.some((end) => ends(end, here))) conversation.snapshot = here;
  else if (before && rank === 0 && conversationIn(before.value) !== conversationIn(value)) {
    const sentence = `Two snapshots of ${conversationId} differ although both are of generation ${generation}, version ${version} and epoch ${epoch}: one write went over another.`;
    tell({ code: 'stale_write', sentence, lines: [before.line, line], conversationId });
  }
}

/** Unless it was made by hand it ends what ranks no higher, wherever in the log that stands; else what stands before it. */
export function ends({ rank }: TombstoneSeen, snapshot: Rank): boolean {
  return rank !== null && !isHigher(snapshot, rank);
}

function seeTombstone(seen: Seen, found: TopicsSeen, record: HistoryRecord, line: number): void {
  const { partition, offset, key, at } = record;
  if (key === null) return;
  const conversation = seen.conversation(key);
  const end = { line, at, rank: decodeTombstone(bytesOf(record)) };
  if (partition === conversation.home)
    conversation.last = { line, offset: BigInt(offset), ended: true, value: null, rank: end.rank };
  conversation.tombstones.push(end);
  const { snapshot } = conversation;
  if (snapshot && (end.rank === null || ends(end, snapshot))) conversation.snapshot = null;
  const floors = found.floors.get(partition) ?? new Set<number>();
  found.floors.set(partition, floors.add(end.rank?.version ?? 0));
}

function compare(a: SnapshotSeen, b: SnapshotSeen): number {
  return a.generation - b.generation || a.version - b.version || a.epoch - b.epoch;
}

/** Null for what is no snapshot. Only what ranks it is looked at: the highest is read as a whole in the end. */
function rankedSnapshot(value: string): RankedSnapshot | null {
  const read = jsonOf(value) as Partial<RankedSnapshot> | null;
  const told: Partial<RankedSnapshot['conversation']> = read?.conversation ?? {};
  const numbers = [read?.generation, read?.epoch, told.version];
  const isRanked = typeof told.conversationId === 'string' && numbers.every((number) => Number.isSafeInteger(number));
  return isRanked ? (read as RankedSnapshot) : null;
}

function conversationIn(value: string): string {
  return JSON.stringify((jsonOf(value) as RankedSnapshot).conversation);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
