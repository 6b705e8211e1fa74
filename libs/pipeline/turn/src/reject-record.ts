import { type RejectedTurn } from '@turnfleet/contract/events';
import { defaultTenant, type Reply } from '@turnfleet/contract/schemas';
import { shopperText } from '@turnfleet/contract/words';
import type { Clock } from '@turnfleet/core';
import { allOf } from '@turnfleet/ownership';
import { failSpan, traceHeaders } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { CommitTurns } from './commit-turns.ts';
import { withDropped } from './confirmation/dropped-text.ts';
import type { AppendDeadLetter } from './dead-letter.ts';
import type { EndingTurn } from './ending.ts';
import { failedOutcome, replyAtOnce } from './reply.ts';
import { type Attempt, type Run, refOf } from './run.ts';
import type { FreshTurn, StreamToJournal, Worked } from './stream-to-journal.ts';

interface RejectDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly deadLetter: AppendDeadLetter;
  readonly commit: CommitTurns;
  readonly stream: StreamToJournal;
}

export type RejectRecord = (record: LogRecord, rejected: RejectedTurn, attempt: Attempt, run: Run) => Promise<void>;

/** Sends a record that is not a turn to the dead letters, and a `failed` reply if it is certain whose turn it was meant to be. */
export function recordRejecter({ clock, deadLetter, commit, stream }: RejectDeps): RejectRecord {
  return async (record, rejected, attempt, run) => {
    failSpan(run.span, rejected.error);
    await deadLetter(record, rejected.error, 1, run);
    const ending = endingOf(rejected, attempt);
    if (!ending) return;
    const at = clock.now();
    const fail = async (one: FreshTurn): Promise<Worked> => {
      await using telling = stream(one, run);
      const reply = replyTo(rejected, one, at);
      await telling.end(reply.text);
      return { reply, held: null };
    };
    await commit([ending], run, (fresh) => allOf(fresh.map(fail)));
  };
}

/** Null if it is not certain whose turn it was meant to be. */
function endingOf(rejected: RejectedTurn, attempt: Attempt): EndingTurn | null {
  const ref = refOf(rejected);
  if (!ref) return null;
  return {
    ...ref,
    text: shopperText('unreadable', rejected.locale),
    submittedAt: new Date(rejected.submittedAt).toISOString(),
    tenant: defaultTenant,
    userId: undefined,
    traceparent: rejected.traceHeaders['traceparent'] ?? traceHeaders()['traceparent'] ?? '',
    attempt,
  };
}

function replyTo(
  { error, locale, submittedAt }: RejectedTurn,
  { turn: { conversationId, turnId }, begun: { conversation } }: FreshTurn,
  at: number,
): Reply {
  return replyAtOnce(
    withDropped(failedOutcome(error, locale), conversation, locale),
    { conversationId, turnId, locale, version: conversation.version + 1, submittedAt },
    at,
  );
}
