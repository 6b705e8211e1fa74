import { type FieldViolation, isValidId, TurnfleetError } from '@turnfleet/core';
import { isObject, textOfBytes } from '../schemas/json.ts';
import { localeHint } from '../schemas/locale-hint.ts';
import { type Turn, turnSchema } from '../schemas/turn.ts';
import type { Priority } from '../schemas/turn-extensions.ts';
import { localeOf } from '../schemas/turn-locale.ts';
import { listViolations, violationsOf } from '../schemas/violations.ts';
import {
  binaryRecord,
  type CloudEvent,
  type EventRecord,
  type PlacedRecord,
  type TraceHeaders,
} from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { submittedAtOf } from './first-submitted.ts';
import { type ReadEvent, readEvent } from './read-event.ts';
import { topics } from './topics.ts';
import { traceHeadersOf } from './trace-headers.ts';
import { type TurnContext, turnContext } from './turn-context.ts';

/** Marks a turn that came in by a door, which has looked whether there is room for it. */
const admittedHeader = 'x-turnfleet-admitted';

interface TurnOptions {
  /** Unix milliseconds after which no answer is wanted; without it the default runs from the record's timestamp. */
  readonly deadlineAt?: number;
  readonly priority?: Priority;
  /** It came in by a door. */
  readonly admitted?: boolean;
}

/** A turn as a record of `chat.turns`. */
export function encodeTurn(
  turn: Turn,
  partition: number,
  trace: TraceHeaders = {},
  options: TurnOptions = {},
): PlacedRecord {
  const more = options.admitted ? { ...trace, [admittedHeader]: '1' } : trace;
  const record = binaryRecord(turn.conversationId, turnEvent(turn, options), more);
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

export interface AcceptedTurn extends TurnContext {
  readonly kind: 'turn';
  readonly turn: Turn;
  /** Unix milliseconds; always a date to be told. */
  readonly submittedAt: number;
  /** The turn's own, else the language of its text; what was said before is not known here, see `turnLocale`. */
  readonly locale: string;
  /** A door has let it in; what an upstream appends itself nobody has looked at. */
  readonly admitted: boolean;
}

/** A record that goes to the dead letters. */
export interface RejectedTurn {
  readonly kind: 'rejected';
  /** Of kind `invalid_request`; says every field that is wrong, but quotes none. */
  readonly error: TurnfleetError;
  /** From the data, else from the key; null if neither can be read. */
  readonly conversationId: string | null;
  /** From the data, else from `ce_id`; null if neither can be read. */
  readonly turnId: string | null;
  /** Language for the text of a `failed` reply, as far as it can be guessed. */
  readonly locale: string;
  /** Whether a `failed` reply may follow: both ids are known and the key does not contradict them. */
  readonly mayReply: boolean;
  /** Unix milliseconds; always a date to be told. */
  readonly submittedAt: number;
  readonly traceHeaders: TraceHeaders;
}

export type DecodedTurn = AcceptedTurn | RejectedTurn;

const defaultDeadlineMs = 30_000;

type DatedRecord = EventRecord & { readonly timestamp: number };

/**
 * Reads a record of `chat.turns`. Total: any bytes give one of the two outcomes. `timestamp` is the record's (Unix
 * milliseconds); a turn without `ce_deadline` ends `deadlineMs` after it was submitted. CloudEvents attributes may be missing, as the
 * data says all that is needed, but may not contradict it.
 */
export function decodeTurn(record: DatedRecord, deadlineMs: number = defaultDeadlineMs): DecodedTurn {
  const event = readEvent(record);
  const data = turnSchema.safeParse(event.data.ok ? event.data.value : undefined);
  const violations = [...violationsOfEvent(event, data.error), ...contradictions(record.key, event, data.data)];
  return data.success && violations.length === 0
    ? accepted(record, event, data.data, deadlineMs)
    : rejected(record, event, violations);
}

function accepted(record: DatedRecord, event: ReadEvent, turn: Turn, deadlineMs: number): AcceptedTurn {
  const submittedAt = submittedAtOf(record);
  const context = turnContext(turn, event, record.headers, submittedAt + deadlineMs);
  const admitted = Object.hasOwn(record.headers, admittedHeader);
  return { kind: 'turn', turn, locale: turn.locale ?? localeOf(turn.text), submittedAt, admitted, ...context };
}

function violationsOfEvent(
  event: ReadEvent,
  invalid: Parameters<typeof violationsOf>[0] | undefined,
): FieldViolation[] {
  if (!event.data.ok) return [{ field: '', description: event.data.problem }];
  if (!isObject(event.data.value)) return [{ field: '', description: 'its data is not a JSON object' }];
  return invalid ? violationsOf(invalid) : [];
}

function contradictions(key: Uint8Array | null, { attributes }: ReadEvent, turn: Turn | undefined): FieldViolation[] {
  const must = (field: string, description: string): FieldViolation => ({ field, description });
  const differs = (name: string, wanted: string): boolean => attributes.has(name) && attributes.get(name) !== wanted;
  return [
    ...(differs('specversion', '1.0') ? [must('ce_specversion', 'must be 1.0')] : []),
    ...(differs('type', eventTypes.turnSubmitted) ? [must('ce_type', `must be ${eventTypes.turnSubmitted}`)] : []),
    ...(turn && differs('id', turn.turnId) ? [must('ce_id', 'must be the turnId')] : []),
    ...(turn && key && textOfBytes(key) !== turn.conversationId
      ? [must('key', 'must be the conversationId, or absent')]
      : []),
  ];
}

function rejected(record: DatedRecord, event: ReadEvent, violations: readonly FieldViolation[]): RejectedTurn {
  const data = event.data.ok && isObject(event.data.value) ? event.data.value : {};
  const key = record.key && textOfBytes(record.key);
  const conversationId = readableId(data['conversationId'] ?? key);
  const turnId = readableId(data['turnId'] ?? event.attributes.get('id'));
  return {
    kind: 'rejected',
    error: new TurnfleetError('invalid_request', `This record is not a turn: ${listViolations(violations)}.`, {
      violations,
    }),
    conversationId,
    turnId,
    locale: localeHint(data['locale']) ?? localeOf(typeof data['text'] === 'string' ? data['text'] : ''),
    mayReply: conversationId !== null && turnId !== null && (record.key === null || key === conversationId),
    submittedAt: submittedAtOf(record),
    traceHeaders: traceHeadersOf(record.headers) ?? {},
  };
}

function readableId(id: unknown): string | null {
  return typeof id === 'string' && isValidId(id) ? id : null;
}
