import type { Random } from '@turnfleet/core';
import type { HistoryEvent, HistoryLine } from '../../history/history-event.ts';
import { SmallConversation } from './small-conversation.ts';
import { partitions, SmallLog } from './small-log.ts';
import { SmallReader } from './small-reader.ts';

const conversationCount = 3;
const steps = 120;
const quietMs = 10_000;
/** Longer than whatever is still to come of a turn may take. */
const calmMs = 1_000_000;

/** The history of a run in which every promise was kept; what order leaves open is in any order. */
export function validHistory(random: Random): HistoryEvent[] {
  let at = 10_000;
  const now = (): number => ++at;
  const log = new SmallLog(now);
  const events: HistoryEvent[] = [];
  const say = (event: HistoryEvent): void => void events.push(event);
  const conversations = Array.from(
    { length: conversationCount },
    (_, i) => new SmallConversation(`c${i}`, log, random, now, say),
  );
  const readers: SmallReader[] = [];
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const open = (conversation: SmallConversation): void => {
    const turnId = random() < 0.5 ? null : `t${conversation.submitted + 1}`;
    readers.push(new SmallReader(`r${readers.length}`, conversation, turnId, now, say));
  };
  for (let step = 0; step < steps; step++) {
    const conversation = pick(conversations);
    const chance = random();
    if (!conversation) continue;
    if (chance < 0.1) conversation.submit();
    else if (chance < 0.12) conversation.rebuild();
    else if (chance < 0.13) log.garbage(`garbage ${step}`);
    else if (chance < 0.17) open(conversation);
    else if (chance < 0.6) conversation.work();
    else pick(readers)?.step(random);
  }
  for (const conversation of conversations) {
    while (conversation.work());
    conversation.mend();
  }
  for (const reader of readers) while (reader.hearNext());
  const atTheEnd = conversations.flatMap((conversation): HistoryEvent[] => {
    const { conversationId, journal, view } = conversation;
    return [
      { at, event: 'journal', conversationId, entries: [...journal] },
      { at, event: 'viewed', conversationId, version: view.version, turns: view.turns },
    ];
  });
  const ordered = [
    ...streamsOf(events),
    ...log.records(),
    [{ at: now() + quietMs, event: 'quiet' as const, forMs: quietMs }],
    [{ at: at + calmMs, event: 'calm' as const, forMs: at + calmMs }],
    ...[...events, ...atTheEnd].filter((event) => !('reader' in event)).map((event) => [event]),
  ];
  const settings = { partitions, turnDeadlineMs: 30_000, attempts: 3, effectsOf: ['reserve_stock'] };
  return [{ at: 0, event: 'begin', format: 1, ...settings }, ...merged(ordered, random), { at, event: 'end' }];
}

export function numbered(events: readonly HistoryEvent[]): HistoryLine[] {
  return events.map((event, i) => ({ line: i + 1, event }));
}

/** What each reader heard, in its order. */
function streamsOf(events: readonly HistoryEvent[]): HistoryEvent[][] {
  const streams = new Map<string, HistoryEvent[]>();
  for (const event of events) {
    if (!('reader' in event)) continue;
    const stream = streams.get(event.reader) ?? [];
    streams.set(event.reader, [...stream, event]);
  }
  return [...streams.values()];
}

/** All events in one order that keeps each group's. */
function merged(groups: readonly (readonly HistoryEvent[])[], random: Random): HistoryEvent[] {
  const keyed = groups.flatMap((group) => {
    const places = group.map(() => random()).sort((a, b) => a - b);
    return group.map((event, i) => ({ event, place: places[i] ?? 0 }));
  });
  return keyed.sort((a, b) => a.place - b.place).map(({ event }) => event);
}
