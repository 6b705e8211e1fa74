import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { AnswerableTurn } from './answerable-turn.ts';
import { confirmedBy } from './confirmation/counts-as-yes.ts';
import { withDropped } from './confirmation/dropped-text.ts';
import type { AppendDeadLetter } from './dead-letter.ts';
import type { AcceptedRecord } from './handle-turns.ts';
import { failedOutcome, replyAtOnce } from './reply.ts';
import type { Run } from './run.ts';
import type { StreamToJournal, Worked } from './stream-to-journal.ts';

interface GiveUpDeps {
  readonly deadLetter: AppendDeadLetter;
  readonly stream: StreamToJournal;
  readonly clock: Pick<Clock, 'now'>;
}

export type GiveUp = (turn: AnswerableTurn & AcceptedRecord, run: Run) => Promise<Worked>;

/** Ends a turn that keeps ending its workers: the original goes to the dead letters first, then the shopper is told. */
export function poisonEnder({ deadLetter, stream, clock }: GiveUpDeps): GiveUp {
  return async (poison, run) => {
    const { record, turn, submittedAt, begun, locale } = poison;
    const { abandoned, conversation } = begun;
    const error = new TurnfleetError('poison', `Work on this turn broke off ${abandoned} times, so it was given up.`);
    await using telling = stream(poison, run);
    await deadLetter(record, error, abandoned, { ...run, signal: telling.signal });
    // What it was the yes to may have been done at one of the attempts.
    const state = confirmedBy(poison, conversation) ? 'execution' : conversation.state;
    const outcome = withDropped(failedOutcome(error, locale), { ...conversation, state }, locale);
    const { conversationId, turnId } = turn;
    const reply = replyAtOnce(
      outcome,
      { conversationId, turnId, locale, version: conversation.version + 1, submittedAt },
      clock.now(),
    );
    await telling.end(reply.text);
    return { reply, held: null };
  };
}
