import { z } from 'zod';
import { type TimerKind, timerKindSchema } from '../schemas/armed-timer.ts';
import { idSchema } from '../schemas/turn.ts';
import { binaryRecord, type EventRecord, type PlacedRecord, type TraceHeaders } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { submittedAtOf } from './first-submitted.ts';
import { headerText, readData } from './read-event.ts';
import { topics } from './topics.ts';
import { traceHeadersOf } from './trace-headers.ts';

/** A timer of a conversation that was due. */
export interface DueTimer {
  readonly conversationId: string;
  readonly kind: TimerKind;
  /** Unix milliseconds, by the clock of the store. */
  readonly dueAt: number;
}

/** The id of the turn that a timer is: the same timer is the same turn, however often it fires. */
const timerTurnId = ({ kind, dueAt }: Pick<DueTimer, 'kind' | 'dueAt'>): string => `timer~${kind}~${dueAt}`;

/** A timer as a record of `chat.turns`: it takes its place among the turns of its conversation. */
export function encodeTimer(timer: DueTimer, partition: number): PlacedRecord {
  const { conversationId } = timer;
  const event = {
    id: timerTurnId(timer),
    type: eventTypes.timerDue,
    source: eventSource(conversationId, 'turns'),
    data: JSON.stringify(timer),
  };
  return { topic: topics.turns, partition, ...binaryRecord(conversationId, event) };
}

/** A record of `chat.turns` that is a timer. */
export interface DecodedTimer {
  readonly kind: 'timer';
  readonly timer: DueTimer;
  readonly conversationId: string;
  readonly turnId: string;
  /** Unix milliseconds; always a date to be told. */
  readonly submittedAt: number;
  readonly traceHeaders: TraceHeaders;
}

const latestMs = 8.64e15;

const dueTimerSchema = z.object({
  conversationId: idSchema,
  kind: timerKindSchema,
  dueAt: z.number().int().nonnegative().max(latestMs),
});

/** Reads a record of `chat.turns` as a timer; null for what is none, be it a turn, or cannot be read. */
export function decodeTimer(record: EventRecord & { readonly timestamp: number }): DecodedTimer | null {
  if (headerText(record.headers, 'ce_type') !== eventTypes.timerDue) return null;
  const data = readData(record);
  const timer = data.ok ? dueTimerSchema.safeParse(data.value).data : undefined;
  if (!timer) return null;
  const turnId = timerTurnId(timer);
  const { conversationId } = timer;
  const traceHeaders = traceHeadersOf(record.headers) ?? {};
  return { kind: 'timer', timer, conversationId, turnId, submittedAt: submittedAtOf(record), traceHeaders };
}
