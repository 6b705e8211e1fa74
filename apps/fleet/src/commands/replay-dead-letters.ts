import { type Replay, replay, topics } from '@turnfleet/contract/events';
import { type Clock, isTurnfleetError, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { SigningKeys } from '@turnfleet/principal';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { Terminal } from './chat.ts';
import { printable } from './dlq-text.ts';
import {
  type DeadLetterId,
  deadLetterId,
  idText,
  type LetterFilter,
  readLetter,
  readLetters,
  type StoredLetter,
} from './read-dead-letters.ts';
import { signedReplay } from './signed-replay.ts';

export interface ReplayOptions extends LetterFilter {
  /** Without a filter, every dead letter. */
  readonly all: boolean;
  /** Only tells what would be submitted. */
  readonly dryRun: boolean;
  /** Needed for a choice by filter, where nobody has named each letter. */
  readonly yes: boolean;
}

export interface ReplayDeps {
  readonly log: Pick<TurnLog, 'partitionsOf' | 'read' | 'append'>;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** What signs turns where clients sign in; null where nobody does. */
  readonly keys: SigningKeys | null;
}

/**
 * Submits the turns of dead letters anew, one after another in the order of the dead letters, each acknowledged before
 * the next, so that those of a conversation keep their order. One that is no turn is refused, the others go on. Stops,
 * with the error, when the log cannot be reached; repeating the whole command is harmless. True if no letter that was
 * asked for by its id was refused.
 */
export async function replayDeadLetters(
  deps: ReplayDeps,
  ids: readonly string[],
  options: ReplayOptions,
): Promise<boolean> {
  const chosen = chosenBy(ids, options);
  const partitions = await deps.log.partitionsOf(topics.turns);
  const count = { replayed: 0, refused: 0 };
  for await (const letter of chosen === null ? readLetters(deps.log, options) : namedLetters(deps.log, chosen)) {
    const done = await replayOne(deps, letter, partitions, options.dryRun).catch((error: unknown) => {
      throw broken(error, letter, count.replayed);
    });
    count[done]++;
  }
  deps.terminal.write(summary(count, options.dryRun));
  return chosen === null || count.refused === 0;
}

/** The letters named, in their order; null: those that the filter lets pass. Throws `invalid_request` for anything else. */
function chosenBy(ids: readonly string[], { all, kind, conversation, dryRun, yes }: ReplayOptions) {
  const filtered = all || kind !== undefined || conversation !== undefined;
  const refuse = (message: string, suggestion: string): never => {
    throw new TurnfleetError('invalid_request', `${message} Nothing was submitted.`, { suggestion });
  };
  if (ids.length > 0 && filtered)
    refuse('Dead letters are named by id or chosen by a filter, not both.', 'Leave out one of them.');
  if (ids.length > 0) return inOrder(ids.map(deadLetterId));
  if (!filtered)
    refuse('No dead letter was named.', 'Name some, like 3/17, or choose by --kind, --conversation or --all.');
  if (!dryRun && !yes)
    refuse('A choice by filter may be large.', 'Look at it with --dry-run first, then submit it with --yes.');
  return null;
}

function inOrder(ids: readonly DeadLetterId[]): DeadLetterId[] {
  const sorted = ids.toSorted((a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1));
  return sorted.filter((id, i) => i === 0 || idText(id) !== idText(sorted[i - 1] ?? id));
}

type Found = StoredLetter | { readonly id: DeadLetterId; readonly error: TurnfleetError };

async function* namedLetters(log: ReplayDeps['log'], ids: readonly DeadLetterId[]): AsyncGenerator<Found> {
  for (const id of ids) {
    yield await readLetter(log, id).catch((error: unknown) => {
      if (isTurnfleetError(error, 'not_found')) return { id, error };
      throw error;
    });
  }
}

async function replayOne(
  { log, clock, terminal, keys }: ReplayDeps,
  letter: Found,
  partitions: number,
  dryRun: boolean,
): Promise<'replayed' | 'refused'> {
  const id = idText(letter.id);
  try {
    const { record, ...ids } = replayOf(letter, partitions, clock.now(), keys);
    const place = dryRun ? '' : `  at ${topics.turns}/${record.partition}/${(await log.append(record)).offset}`;
    const { conversationId, replayOf: before, turnId } = ids;
    terminal.write(`${id}  conversation ${conversationId}  turn ${before}  again as ${turnId}${place}\n`);
    return 'replayed';
  } catch (error) {
    const { kind, message } = toTurnfleetError(error);
    if (kind !== 'invalid_request' && kind !== 'not_found') throw error;
    terminal.write(`${id}  refused: ${printable(message)}\n`);
    return 'refused';
  }
}

function replayOf(letter: Found, partitions: number, now: number, keys: SigningKeys | null): Replay {
  if ('error' in letter) throw letter.error;
  if (!letter.reason) throw new TurnfleetError('invalid_request', 'It is no dead letter of the fleet.');
  if (letter.reason.abridged)
    throw new TurnfleetError('invalid_request', 'The original was too large to be kept here.');
  return signedReplay(replay(letter.original, partitions, now), letter.original, keys);
}

function broken(error: unknown, { id }: Found, replayed: number): TurnfleetError {
  const { kind, message } = toTurnfleetError(error);
  return new TurnfleetError(kind, `${message}\nStopped at ${idText(id)}; ${replayed} were submitted before it.`, {
    suggestion:
      'Repeat the same command when Kafka is back: a dead letter always becomes the same turn, answered once.',
    cause: error,
  });
}

function summary({ replayed, refused }: { readonly replayed: number; readonly refused: number }, dryRun: boolean) {
  const done = dryRun ? `${replayed} would be replayed` : `${replayed} replayed`;
  return `${done}, ${refused} refused.${dryRun ? ' Nothing was submitted.' : ''}\n`;
}
