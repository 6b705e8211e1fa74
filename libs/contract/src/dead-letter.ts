import { type ErrorKind, isErrorKind, type TurnfleetError } from '@turnfleet/core';
import { type EventRecord, encodeHeaders, type PlacedRecord } from './cloud-event.ts';
import { headerText } from './read-event.ts';
import { topics } from './topics.ts';

export interface Origin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Why a record became a dead letter, as its headers tell. */
export interface DeadLetterReason {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly attempts: number;
  readonly origin: Origin | null;
}

const longestMessageBytes = 1_024;

/** A record that could not be processed as one of `chat.turns.dlq`: its key, bytes and headers, and why. */
export function encodeDeadLetter(
  record: EventRecord & Origin,
  error: TurnfleetError,
  attempts: number,
  partition: number,
): PlacedRecord {
  const reason = encodeHeaders({
    'x-error-kind': error.kind,
    'x-error-message': shortened(error.message),
    'x-attempts': String(attempts),
    'x-origin': `${record.topic}/${record.partition}/${record.offset}`,
  });
  return {
    topic: topics.deadLetters,
    partition,
    key: record.key,
    value: record.value,
    headers: { ...record.headers, ...reason },
  };
}

/** Cut to 1 KiB of UTF-8, never inside a character. */
function shortened(message: string): string {
  const room = new Uint8Array(longestMessageBytes);
  const { read } = new TextEncoder().encodeInto(message, room);
  return message.slice(0, read);
}

/** Reads why; null for a record that is no dead letter of ours. */
export function decodeDeadLetter({ headers }: Pick<EventRecord, 'headers'>): DeadLetterReason | null {
  const kind = headerText(headers, 'x-error-kind');
  if (!isErrorKind(kind)) return null;
  return {
    kind,
    message: headerText(headers, 'x-error-message') ?? '',
    attempts: Number(headerText(headers, 'x-attempts')) || 0,
    origin: originOf(headerText(headers, 'x-origin') ?? ''),
  };
}

function originOf(text: string): Origin | null {
  const [, topic, partition, offset] = /^([^/]+)\/(\d+)\/(\d+)$/.exec(text) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) return null;
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}
