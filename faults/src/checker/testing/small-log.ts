import {
  type EventRecord,
  encodeDeadLetter,
  encodeReply,
  encodeSnapshot,
  encodeTurn,
  homePartition,
  type PlacedRecord,
} from '@turnfleet/contract/events';
import { type Reply, type Snapshot } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { HistoryRecord } from '../../history/history-event.ts';
import { recordEvent } from '../../history/record-event.ts';

export const partitions = 3;

/** The four topics of a run made up for a spec. */
export class SmallLog {
  readonly #records = new Map<string, HistoryRecord[]>();
  readonly #now: () => number;

  constructor(now: () => number = () => 1) {
    this.#now = now;
  }

  append({ topic, partition, ...record }: PlacedRecord): bigint {
    const found = { topic: topic as HistoryRecord['topic'], partition, offset: 0n, ...record };
    const place = `${topic}/${partition}`;
    const records = this.#records.get(place) ?? [];
    this.#records.set(place, records);
    const offset = BigInt(records.length);
    records.push(recordEvent({ ...found, offset }, this.#now()));
    return offset;
  }

  turn(conversationId: string, turnId: string, partition = homePartition(conversationId, partitions)): bigint {
    return this.append(encodeTurn({ conversationId, turnId, text: `text of ${turnId}` }, partition));
  }

  /** A record that is no turn; with a conversation, of which it can be told whose it was meant to be. */
  garbage(turnId: string, conversationId?: string): void {
    const partition = conversationId === undefined ? 0 : homePartition(conversationId, partitions);
    const value = conversationId === undefined ? turnId : JSON.stringify({ conversationId, turnId, text: ' ' });
    const record: EventRecord = { key: null, value: new TextEncoder().encode(value), headers: {} };
    const offset = this.append({ topic: 'chat.turns', partition, ...record });
    this.deadLetter(partition, offset, record);
  }

  deadLetter(partition: number, offset: bigint, record: EventRecord): void {
    const error = new TurnfleetError('invalid_request', 'no turn');
    this.append(encodeDeadLetter({ topic: 'chat.turns', partition, offset, ...record }, error, 1, partition));
  }

  reply(reply: Reply): void {
    this.append(encodeReply(reply, JSON.stringify(reply), homePartition(reply.conversationId, partitions)));
  }

  snapshot(snapshot: Snapshot): void {
    const { conversationId } = snapshot.conversation;
    this.append(encodeSnapshot(conversationId, JSON.stringify(snapshot), homePartition(conversationId, partitions)));
  }

  /** By topic and partition, in the order of the log. */
  records(): readonly (readonly HistoryRecord[])[] {
    return [...this.#records.values()];
  }
}

export function replyOf(conversationId: string, turnId: string, version: number, text: string): Reply {
  return {
    conversationId,
    turnId,
    status: 'completed',
    text,
    locale: 'en',
    model: 'm',
    toolCalls: [],
    suggestions: [],
    sources: [],
    usage: { inputTokens: 1, outputTokens: 1, costUsd: 0.5 },
    timings: { queuedMs: 0, firstTokenMs: 1, totalMs: 2 },
    traceId: '',
    version,
    answeredBy: null,
    grounding: { checked: 0, held: 0, replaced: 0 },
  };
}
