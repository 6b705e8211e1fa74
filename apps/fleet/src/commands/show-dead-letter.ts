import { errorTable } from '@turnfleet/contract/errors';
import { headerValues } from '@turnfleet/contract/events';
import type { ErrorKind } from '@turnfleet/core';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { Terminal } from './chat.ts';
import { instantText, printable, shownBytes } from './dlq-text.ts';
import { deadLetterId, idsOf, idText, readLetter, type StoredLetter } from './read-dead-letters.ts';

interface Advice {
  readonly means: string;
  readonly toDo: string;
}

/** What operators need to know; of the kinds that are not here, the table of errors tells. */
const adviceFor: Partial<Record<ErrorKind, Advice>> = {
  invalid_request: {
    means:
      'The record is not a turn, so nobody worked on it. If it was certain whose turn it was meant to be, that turn got a `failed` reply.',
    toDo: 'Correct whoever produced it and let it send the message again under a new turn id. A replay helps only if this version of the fleet accepts the record after all.',
  },
  conflict: {
    means:
      'Workers sent the turn to and fro: they count different numbers of partitions, so they do not agree where its conversation is at home. It got no reply.',
    toDo: 'Partitions were added to chat.turns. Let all workers count the same number again (docs/reference/delivery.md, "Partitions added"), then replay it.',
  },
  deadline_exceeded: {
    means:
      'The turn is older than what the fleet remembers of its replies (7 days), so it got none: nobody can tell whether it was answered before.',
    toDo: 'Find out why it came so late: `npx turnfleet topics check` tells whether chat.turns keeps turns too long; a consumer group that was renamed, reset or idle for 7 days reads everything again. If the shopper still waits for an answer, replay it.',
  },
  internal: {
    means:
      'A record of chat.conversations could not be read: another version of the fleet or another producer wrote it. Its conversation may go on without its history.',
    toDo: 'Find out who wrote it. If a newer version did, start that one again and restore the partition: npx turnfleet state restore. There is nothing to replay.',
  },
  poison: {
    means:
      'Work on the turn kept ending its worker, so it was given up: its reply is `failed`, and the conversation went on.',
    toDo: 'Find out why workers ended (their logs at that time), put it right, then replay it: it becomes a new turn at the end of its conversation.',
  },
};

/** Prints everything about one dead letter; `not_found` if there is none. */
export async function showDeadLetter(log: Pick<TurnLog, 'read'>, id: string, terminal: Terminal): Promise<void> {
  const letter = await readLetter(log, deadLetterId(id));
  terminal.write([...about(letter), '', ...content(letter), ''].join('\n'));
}

function about(letter: StoredLetter): string[] {
  const { id, record, reason, decoded } = letter;
  const { conversationId, turnId } = idsOf(letter);
  if (!reason) {
    return [
      `dead letter   ${idText(id)}, since ${instantText(record.timestamp)}`,
      'reason        unknown: it lacks the headers of a dead letter, so somebody else put it here',
    ];
  }
  const { kind, message, attempts, origin, abridged } = reason;
  const { means, toDo } = adviceFor[kind] ?? { means: errorTable[kind].title, toDo: errorTable[kind].suggestion };
  const replay = abridged
    ? 'refused: the original was too large to be kept here; it is where it came from as long as that topic keeps it'
    : decoded.kind === 'turn'
      ? `npx turnfleet dlq replay ${idText(id)}`
      : `refused now: ${decoded.error.message}`;
  return [
    `dead letter   ${idText(id)}, since ${instantText(record.timestamp)}`,
    `from          ${origin ? `${origin.topic}, partition ${origin.partition}, offset ${origin.offset}` : 'unknown'}`,
    `conversation  ${conversationId ?? 'cannot be read'}`,
    `turn          ${turnId ?? 'cannot be read'}`,
    `reason        ${kind}, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
    `              ${printable(message)}`,
    `it means      ${means}`,
    `what to do    ${toDo}`,
    `replay        ${printable(replay)}`,
  ];
}

function content({ original: { key, value, headers }, reason }: StoredLetter): string[] {
  const named = Object.entries(headers).flatMap(([name, header]) =>
    headerValues(header).map((bytes) => `  ${printable(name)}${bytes ? `: ${inline(bytes)}` : ' (no value)'}`),
  );
  const shown = value && shownBytes(value);
  return [
    `key           ${key ? inline(key) : 'none'}`,
    named.length > 0 ? 'headers' : 'headers       none',
    ...named,
    shown
      ? `value         ${value.length} bytes, ${shown.form}`
      : `value         none (${reason?.abridged ? 'too large' : 'a tombstone'})`,
    ...(shown && value.length > 0 ? [shown.text] : []),
  ];
}

function inline(bytes: Uint8Array): string {
  const { form, text } = shownBytes(bytes);
  return form === 'text' ? text.replaceAll('\n', '\\n') : `(hexadecimal) ${text.replaceAll('\n', '')}`;
}
