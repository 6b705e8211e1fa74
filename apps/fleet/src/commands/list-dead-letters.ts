import type { TurnLog } from '@turnfleet/turn-engine';
import type { Terminal } from './chat.ts';
import { instantText, printable } from './dlq-text.ts';
import { idsOf, idText, type LetterFilter, readLetters, type StoredLetter } from './read-dead-letters.ts';

export interface ListOptions extends LetterFilter {
  /** The newest so many. */
  readonly limit: number;
  readonly json: boolean;
}

/** One line of `--json`. */
interface ListedLetter {
  readonly id: string;
  /** RFC 3339, when it became a dead letter. */
  readonly at: string;
  /** Null for a record that somebody else put there. */
  readonly kind: string | null;
  readonly attempts: number;
  /** Topic/partition/offset. */
  readonly origin: string | null;
  readonly conversationId: string | null;
  readonly turnId: string | null;
  readonly message: string;
}

/** Prints the newest dead letters, newest last. */
export async function listDeadLetters(
  log: Pick<TurnLog, 'partitionsOf' | 'read'>,
  { limit, json, ...filter }: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const { letters, total } = await newest(log, filter, limit);
  for (const letter of letters) terminal.write(json ? `${JSON.stringify(letter)}\n` : lineOf(letter));
  if (!json) terminal.write(summary(letters, total));
}

/** Values are up to 1 MiB: only what is shown is kept, and of that not much more than is asked for. */
async function newest(log: Pick<TurnLog, 'partitionsOf' | 'read'>, filter: LetterFilter, limit: number) {
  let kept: { readonly time: number; readonly letter: ListedLetter }[] = [];
  let total = 0;
  const cut = (): void => {
    // Stable: those of one instant stay in the order of their topic.
    kept = kept.toSorted((a, b) => a.time - b.time).slice(-limit);
  };
  for await (const letter of readLetters(log, filter)) {
    total++;
    kept.push({ time: letter.record.timestamp, letter: listed(letter) });
    if (kept.length >= 2 * limit) cut();
  }
  cut();
  return { letters: kept.map(({ letter }) => letter), total };
}

function listed(letter: StoredLetter): ListedLetter {
  const { id, record, reason } = letter;
  const { origin } = reason ?? { origin: null };
  return {
    id: idText(id),
    at: instantText(record.timestamp),
    kind: reason?.kind ?? null,
    attempts: reason?.attempts ?? 0,
    origin: origin && `${origin.topic}/${origin.partition}/${origin.offset}`,
    ...idsOf(letter),
    message: reason?.message ?? 'No dead letter of the fleet: somebody else put this record here.',
  };
}

const longestMessage = 200;

function lineOf({ id, at, kind, attempts, origin, conversationId, turnId, message }: ListedLetter): string {
  const whose = `conversation ${conversationId ?? '?'}  turn ${turnId ?? '?'}`;
  const tried = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  const text = [...message].length > longestMessage ? `${[...message].slice(0, longestMessage).join('')}…` : message;
  return `${id.padEnd(8)} ${at}  ${kind ?? '?'}  ${whose}  ${tried}  from ${origin ?? '?'}\n         ${printable(text)}\n`;
}

function summary(letters: readonly ListedLetter[], total: number): string {
  const last = letters.at(-1);
  if (!last) return 'No dead letters.\n';
  const counted = total === 1 ? '1 dead letter' : `${total} dead letters`;
  const shown = total > letters.length ? `, the newest ${letters.length} shown (--limit)` : '';
  return `\n${counted}${shown}. To see one, and what to do: npx turnfleet dlq show ${last.id}\n`;
}
