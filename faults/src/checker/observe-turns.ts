import { decodeAgentCommand, decodeDeadLetter, decodeTimer, decodeTurn } from '@turnfleet/contract/events';
import type { EventOf, HistoryRecord } from '../history/history-event.ts';
import { bytesOf } from '../history/record-event.ts';
import { type Seen, type TurnSeen, turnOf } from './seen.ts';
import type { TopicsSeen } from './topics-seen.ts';

const placeIn = (topic: string, partition: number, offset: string | bigint): string =>
  `${topic}/${partition}/${offset}`;

/** Somebody was told that a turn is accepted. */
export function observeSubmitted(seen: Seen, event: EventOf<'submitted'>, line: number): void {
  const { conversationId, turnId, partition, offset, at, over, body, confirms, deadlineMs } = event;
  const conversation = seen.conversation(conversationId);
  const turn = turnOf(conversation, turnId);
  turn.acknowledged ??= line;
  turn.sentAt = Math.min(turn.sentAt, at);
  turn.sends.push({ line, at, over, body, confirms, deadlineMs });
  if (partition === conversation.home && offset !== undefined) standsAt(turn, 'chat.turns', partition, offset);
}

/** A record of `chat.turns`: a turn to be answered, or one for the dead letters, or both. */
export function observeTurnRecord(seen: Seen, found: TopicsSeen, record: HistoryRecord, line: number): void {
  const { topic, partition, offset, at } = record;
  const timer = decodeTimer({ ...bytesOf(record), timestamp: at });
  if (timer) {
    const turn = turnOf(seen.conversation(timer.conversationId), timer.turnId);
    turn.logged ??= line;
    turn.isTimer = true;
    return;
  }
  const command = decodeAgentCommand({ ...bytesOf(record), timestamp: at });
  if (command) {
    const conversation = seen.conversation(command.conversationId);
    const turn = turnOf(conversation, command.turnId);
    turn.logged ??= line;
    turn.byAgent = true;
    turn.landedAt = Math.min(turn.landedAt ?? at, at);
    if (conversation.home === partition) standsAt(turn, topic, partition, offset);
    return;
  }
  const decoded = decodeTurn({ ...bytesOf(record), timestamp: at });
  const isTurn = decoded.kind === 'turn';
  const { conversationId, turnId } = isTurn ? decoded.turn : decoded;
  const isAnswered = isTurn || decoded.mayReply;
  const home = isAnswered && conversationId !== null ? seen.conversation(conversationId) : null;
  // One that is not at home is forwarded as it is, and judged there.
  if (!isTurn && (home === null || home.home === partition)) {
    found.rejected.push({ place: placeIn(topic, partition, offset), line });
  }
  if (home === null || turnId === null) return;
  const turn = turnOf(home, turnId);
  turn.logged ??= line;
  // One that is forwarded counts from where it came first.
  turn.landedAt = Math.min(turn.landedAt ?? at, at);
  if (home.home === partition) standsAt(turn, topic, partition, offset);
}

/** What else happened to a turn: it was refused, it is to be called off, it has reason to fail. */
export function seeIncident(seen: Seen, event: EventOf<'refused' | 'cancelled' | 'troubled'>, line: number): void {
  const turn = turnOf(seen.conversation(event.conversationId), event.turnId);
  if (event.event === 'troubled') turn.troubled ??= line;
  else if (event.event === 'refused') {
    if (event.status === 409) turn.refused.push({ line, body: event.body });
  } else if (turn.cancelled === null || event.at < turn.cancelled.at) turn.cancelled = { line, at: event.at };
}

export function observeDeadLetter(found: TopicsSeen, record: HistoryRecord): void {
  const origin = decodeDeadLetter(bytesOf(record))?.origin;
  if (origin) found.deadLetters.add(placeIn(origin.topic, origin.partition, origin.offset));
}

function standsAt(turn: TurnSeen, topic: string, partition: number, offset: string): void {
  const place = BigInt(offset);
  if (turn.place === null || place < turn.place) turn.place = place;
  const named = placeIn(topic, partition, offset);
  if (!turn.places.includes(named)) turn.places.push(named);
}
