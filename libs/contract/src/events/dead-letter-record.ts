import { type ErrorKind, isErrorKind, type TurnfleetError } from '@turnfleet/core';
import { type EventRecord, encodeHeaders, type PlacedRecord } from './cloud-event.ts';
import { headerText } from './read-event.ts';
import type { HeaderValue, RecordHeaders } from './record-headers.ts';
import { topics } from './topics.ts';

interface Origin {
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
  /** The original was too large to be kept here; it is at its origin as long as that topic keeps it. */
  readonly abridged: boolean;
}

const longestMessageBytes = 1_024;

/** Names of our own headers, also as the original may have had them: set aside, once or, in a dead letter of a dead letter, again. */
const ours = /^(x-original-)*x-(error-kind|error-message|attempts|origin|abridged)$/;
const setAside = 'x-original-';

/**
 * A record that could not be processed as one of `chat.turns.dlq`: its key, bytes and headers, and why. Headers of the
 * original that are called like ours go on as `x-original-…`; `originalOf` gives everything back.
 */
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
    headers: { ...renamed(record.headers, (name) => (ours.test(name) ? setAside + name : name)), ...reason },
  };
}

const longestKeptKey = 1_024;

/** A dead letter that its topic refuses as too large, with the reason alone, and the key if that is short. */
export function abridgedDeadLetter(letter: PlacedRecord): PlacedRecord {
  const reason = Object.entries(letter.headers).filter(([name]) => ours.test(name) && !name.startsWith(setAside));
  return {
    ...letter,
    key: letter.key && letter.key.length <= longestKeptKey ? letter.key : null,
    value: null,
    headers: { ...Object.fromEntries(reason), ...encodeHeaders({ 'x-abridged': 'true' }) },
  };
}

/** One that even so is too large: of what kind it is and where, some 300 bytes. */
export function leastDeadLetter(letter: PlacedRecord): PlacedRecord {
  const headers = renamed(abridgedDeadLetter(letter).headers, (name) => (name === 'x-error-message' ? null : name));
  return { ...letter, key: null, value: null, headers };
}

/** Cut to 1 KiB of UTF-8, never inside a character. */
function shortened(message: string): string {
  const room = new Uint8Array(longestMessageBytes);
  const { read } = new TextEncoder().encodeInto(message, room);
  return message.slice(0, read);
}

/** The record that became this dead letter: key, bytes and headers as they were. */
export function originalOf({ key, value, headers }: EventRecord): EventRecord {
  const kept = (name: string): string | null => {
    if (!ours.test(name)) return name;
    return name.startsWith(setAside) ? name.slice(setAside.length) : null;
  };
  return { key, value, headers: renamed(headers, kept) };
}

/** Null: left out. */
function renamed(headers: RecordHeaders, rename: (name: string) => string | null): RecordHeaders {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, HeaderValue][] => {
    const now = rename(name);
    return now === null ? [] : [[now, value]];
  });
  return Object.fromEntries(entries);
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
    abridged: Object.hasOwn(headers, 'x-abridged'),
  };
}

function originOf(text: string): Origin | null {
  const [, topic, partition, offset] = /^([^/]+)\/(\d+)\/(\d+)$/.exec(text) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) return null;
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}
