import {
  type DeadLetterReason,
  type DecodedTurn,
  decodeDeadLetter,
  decodeTurn,
  type EventRecord,
  originalOf,
  topics,
} from '@turnfleet/contract/events';
import { type ErrorKind, TurnfleetError } from '@turnfleet/core';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';

/** Where a dead letter is in its topic; as text `partition/offset`. */
export interface DeadLetterId {
  readonly partition: number;
  readonly offset: bigint;
}

export interface StoredLetter {
  readonly id: DeadLetterId;
  /** As the topic has it. */
  readonly record: LogRecord;
  /** Null for a record that somebody else put there. */
  readonly reason: DeadLetterReason | null;
  readonly original: EventRecord;
  /** What the original would be read as today. */
  readonly decoded: DecodedTurn;
}

export interface LetterFilter {
  readonly kind?: ErrorKind | undefined;
  readonly conversation?: string | undefined;
}

export const idText = ({ partition, offset }: DeadLetterId): string => `${partition}/${offset}`;

/** `invalid_request` unless it is `partition/offset`. */
export function deadLetterId(text: string): DeadLetterId {
  const [, partition, offset] = /^(\d{1,9})\/(\d{1,18})$/.exec(text) ?? [];
  if (partition !== undefined && offset !== undefined) return { partition: Number(partition), offset: BigInt(offset) };
  throw new TurnfleetError('invalid_request', `"${text}" is not the id of a dead letter.`, {
    suggestion: 'An id is partition/offset in its topic, like 3/17; `npx turnfleet dlq list` shows them.',
  });
}

/** Dead letters in their order: partition by partition, oldest first; those that are there when a partition's turn comes. */
export async function* readLetters(
  log: Pick<TurnLog, 'partitionsOf' | 'read'>,
  filter: LetterFilter,
): AsyncGenerator<StoredLetter> {
  const partitions = await log.partitionsOf(topics.deadLetters);
  for (let partition = 0; partition < partitions; partition++) {
    for await (const record of log.read(topics.deadLetters, partition, 0n)) {
      const letter = letterOf(record);
      if (matches(letter, filter)) yield letter;
    }
  }
}

/** `not_found` if there is none, or it is no longer kept. */
export async function readLetter(log: Pick<TurnLog, 'read'>, id: DeadLetterId): Promise<StoredLetter> {
  for await (const record of log.read(topics.deadLetters, id.partition, id.offset)) {
    if (record.offset === id.offset) return letterOf(record);
    break;
  }
  throw new TurnfleetError('not_found', `There is no dead letter ${idText(id)}; they are kept for 30 days.`, {
    suggestion: '`npx turnfleet dlq list` shows those that there are.',
  });
}

/** Conversation and turn, as far as they can be read. */
export function idsOf({ decoded }: StoredLetter): { conversationId: string | null; turnId: string | null } {
  const { conversationId, turnId } = decoded.kind === 'turn' ? decoded.turn : decoded;
  return { conversationId, turnId };
}

function letterOf(record: LogRecord): StoredLetter {
  const { partition, offset, timestamp } = record;
  const original = originalOf(record);
  const decoded = decodeTurn({ ...original, timestamp });
  return { id: { partition, offset }, record, reason: decodeDeadLetter(record), original, decoded };
}

function matches(letter: StoredLetter, { kind, conversation }: LetterFilter): boolean {
  if (kind !== undefined && letter.reason?.kind !== kind) return false;
  return conversation === undefined || idsOf(letter).conversationId === conversation;
}
