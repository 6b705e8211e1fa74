import type { Turn } from '../schemas/turn.ts';
import type { Priority } from '../schemas/turn-extensions.ts';
import { binaryRecord, type CloudEvent, type PlacedRecord, type TraceHeaders } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { topics } from './topics.ts';

export interface TurnOptions {
  /** Unix milliseconds after which no answer is wanted; without it the default runs from the record's timestamp. */
  readonly deadlineAt?: number;
  readonly priority?: Priority;
}

/** A turn as a record of `chat.turns`. */
export function encodeTurn(
  turn: Turn,
  partition: number,
  trace: TraceHeaders = {},
  options: TurnOptions = {},
): PlacedRecord {
  const record = binaryRecord(turn.conversationId, turnEvent(turn, options), trace);
  return { topic: topics.turns, partition, ...record };
}

export function turnEvent(turn: Turn, { deadlineAt, priority }: TurnOptions = {}): CloudEvent {
  const deadline = deadlineAt === undefined ? '' : new Date(deadlineAt).toISOString();
  return {
    id: turn.turnId,
    type: eventTypes.turnSubmitted,
    source: eventSource(turn.conversationId, 'turns'),
    extensions: { deadline, priority: priority === undefined ? '' : String(priority), tenant: turn.tenant ?? '' },
    data: JSON.stringify(turn),
  };
}
