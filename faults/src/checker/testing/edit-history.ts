import { homePartition, topics } from '@turnfleet/contract/events';
import { type Reply } from '@turnfleet/contract/schemas';
import type { Random } from '@turnfleet/core';
import type { EventOf, HistoryEvent, HistoryRecord } from '../../history/history-event.ts';
import { partitions, replyOf, SmallLog } from './small-log.ts';

export type Replies = (HistoryRecord & { readonly reply: Reply })[];

type Effect = EventOf<'effect'>;
type TurnName = { readonly conversationId: string; readonly turnId: string };

/** Of a partition that has no more records than that. */
export const farOffset = '100000';

export const effectsIn = (history: readonly HistoryEvent[]): Effect[] =>
  history.filter((event) => event.event === 'effect');
export const isOfTurn = (a: TurnName, b: TurnName): boolean =>
  a.conversationId === b.conversationId && a.turnId === b.turnId;
export const isSent = (event: HistoryEvent, turn: TurnName): boolean =>
  event.event === 'submitted' && isOfTurn(event, turn);
export const isTextOf = ({ value }: HistoryRecord, { conversationId, turnId }: TurnName): boolean =>
  value?.includes(`"conversationId":"${conversationId}","turnId":"${turnId}"`) === true;

/** What said yes in the conversation of an effect, in the order of time. */
export function sentIn(history: readonly HistoryEvent[], { conversationId }: Effect): EventOf<'submitted'>[] {
  return history
    .filter((event) => event.event === 'submitted')
    .filter((sent) => sent.conversationId === conversationId && sent.confirms === true)
    .sort((a, b) => a.at - b.at);
}

/** Whether the log has a turn of the conversation of an effect of which nobody was told: it may say yes. */
export function hasUntold(history: readonly HistoryEvent[], { conversationId }: Effect): boolean {
  const told = history.filter((event) => event.event === 'submitted');
  return history.some(
    (event) =>
      event.event === 'record' &&
      event.topic === topics.turns &&
      event.value?.includes(`"conversationId":"${conversationId}"`) === true &&
      !told.some((turn) => isTextOf(event, turn)),
  );
}

export function lastOf<T>(items: readonly T[], is: (item: T) => boolean): T | undefined {
  return items.findLast(is);
}

/** With one more conversation that is at home there: one turn, its reply, and a snapshot of both. */
export function withNeighbour(
  history: readonly HistoryEvent[],
  partition: number,
  more: Partial<Reply>,
): HistoryEvent[] {
  const neighbour = neighbourIn(partition);
  const turn = { conversationId: neighbour, turnId: 't' };
  const reply = { ...replyOf(neighbour, 't', 1, 'answer'), ...more };
  const turns = [{ turnId: 't', submittedAt: '', text: 'text', reply }];
  const log = new SmallLog();
  const conversation = {
    conversationId: neighbour,
    version: 1,
    state: 'init' as const,
    held: null,
    results: [],
    turns,
  };
  log.snapshot({ generation: 1, epoch: 1, conversation, unpublished: [] });
  const place = { partition, offset: farOffset };
  return [
    ...log.records().flat(),
    { ...appendedReply(history, reply), at: 100 },
    { at: 10, event: 'submitted' as const, ...turn, ...place },
  ].reduce<HistoryEvent[]>(
    (all, event) => added(all, event.event === 'record' ? { ...event, offset: farOffset } : event),
    [...history],
  );
}

export function ofTopic(history: readonly HistoryEvent[], topic: HistoryRecord['topic']): HistoryRecord[] {
  return history.filter((event) => event.event === 'record').filter((record) => record.topic === topic);
}

export function repliesIn(history: readonly HistoryEvent[]): Replies {
  return ofTopic(history, 'chat.replies').map((record) => ({
    ...record,
    reply: JSON.parse(record.value ?? '') as Reply,
  }));
}

export function lastReplies(history: readonly HistoryEvent[]): Replies {
  return [...new Map(repliesIn(history).map((record) => [record.key, record])).values()].map((last) =>
    repliesIn(history)
      .filter(({ key }) => key === last.key)
      .reduce((a, b) => (b.reply.version > a.reply.version ? b : a)),
  );
}

export const isSameTurn = (a: Reply, b: Reply): boolean =>
  a.turnId === b.turnId && a.conversationId === b.conversationId;
export const isAlone = ({ reply }: Replies[number], all: Replies): boolean =>
  all.filter((other) => isSameTurn(other.reply, reply)).length === 1;
export const versionOf = (snapshot: string | null): number =>
  (JSON.parse(snapshot ?? '') as { conversation: { version: number } }).conversation.version;

export const isNewer = (one: string | null, other: string | null): boolean => versionOf(one) > versionOf(other);

/** A conversation at home there that is in no history. */
function neighbourIn(partition: number): string {
  let n = 0;
  while (homePartition(`neighbour-${n}`, partitions) !== partition) n++;
  return `neighbour-${n}`;
}

export function isAt(event: HistoryEvent, { topic, partition, offset }: HistoryRecord): boolean {
  return event.event === 'record' && event.topic === topic && event.partition === partition && event.offset === offset;
}

export function without(history: readonly HistoryEvent[], gone: readonly HistoryRecord[]): HistoryEvent[] {
  return history.filter((event) => !gone.some((record) => isAt(event, record)));
}

/** At the end of its home partition. */
export function appendedReply(history: readonly HistoryEvent[], reply: Reply): HistoryRecord {
  const partition = homePartition(reply.conversationId, partitions);
  const place = { at: 1, event: 'record', topic: 'chat.replies', partition } as const;
  const taken = ofTopic(history, 'chat.replies').filter((record) => record.partition === partition);
  return { ...place, offset: String(taken.length), key: reply.conversationId, value: JSON.stringify(reply) };
}

export function added(history: readonly HistoryEvent[], event: HistoryEvent): HistoryEvent[] {
  return [...history.slice(0, -1), event, ...history.slice(-1)];
}

export function replaced(history: readonly HistoryEvent[], before: HistoryEvent, after: HistoryEvent): HistoryEvent[] {
  return history.map((event) => (event === before ? after : event));
}

export function picked<T>(items: readonly T[], random: Random): T | null {
  return items[Math.floor(random() * items.length)] ?? null;
}

export function isOfConversation(history: readonly HistoryEvent[], reader: string): boolean {
  return history.some((event) => event.event === 'opened' && event.reader === reader && event.turnId === null);
}

/** Whether the event stands between two others of a stream that tells everything. */
export function isStrict(history: readonly HistoryEvent[], heard: EventOf<'heard'>): boolean {
  const stream = history.filter((event) => 'reader' in event && event.reader === heard.reader);
  const index = stream.indexOf(heard);
  const start = stream.findLastIndex(({ event }, i) => i < index && (event === 'opened' || event === 'gap'));
  const before = stream.slice(start + 1, index).filter((event) => event.event === 'heard');
  const isLive = before.some(({ type }) => type === 'reply.completed');
  return isOfConversation(history, heard.reader) && isLive && stream[index + 1]?.event === 'heard';
}
