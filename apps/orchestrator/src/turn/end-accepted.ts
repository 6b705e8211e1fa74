import { type AcceptedTurn, submittedAtOf } from '@turnfleet/contract';
import { TurnfleetError } from '@turnfleet/core';
import { activeTraceId, attributes, traceHeaders } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import { type AnswerParts, answer } from './answer.ts';
import { appendDeadLetter, type DeadLetterParts } from './dead-letter.ts';
import { type EffectParts, endWithReply } from './end-turn.ts';
import { failedOutcome, replyOf } from './reply.ts';
import type { Run } from './run.ts';
import { type Fresh, isFirstTime, type Work, type Worked } from './tell-journal.ts';

export interface AcceptedParts extends AnswerParts, EffectParts, DeadLetterParts {
  /** Times that work on a turn may end its worker before the turn is given up as poison. */
  readonly attempts: number;
}

/** Brings a turn to its one reply, unless it is a suspect that does not run alone: then its attempt is given back. */
export async function endAccepted(
  parts: AcceptedParts,
  record: LogRecord,
  accepted: AcceptedTurn,
  run: Run,
): Promise<'done' | 'suspect'> {
  const { turn, locale, tenant, deadlineAt } = accepted;
  const { metrics } = parts;
  const submittedAt = submittedAtOf(record);
  const work: Work = (begun, progress, signal) => {
    run.span.setAttribute(attributes.turnAttempt, begun.attempt);
    if (isFirstTime(begun, run)) metrics.began(Math.max(0, parts.clock.now() - submittedAt), accepted.ignored.length);
    const { version } = begun.conversation;
    if (begun.abandoned >= parts.attempts)
      return giveUp(parts, record, accepted, begun.abandoned, version, { ...run, signal });
    return answer(parts, { turn, locale, submittedAt, deadlineAt }, begun, progress, signal);
  };
  const ending = {
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    text: turn.text,
    submittedAt: new Date(submittedAt).toISOString(),
    tenant,
    userId: turn.user?.id,
    traceparent: accepted.traceHeaders['traceparent'] ?? traceHeaders()['traceparent'] ?? '',
  };
  const ended = await endWithReply(parts, ending, run, work, (begun) => !run.alone && isSuspect(parts, begun));
  if (ended === 'suspect') return 'suspect';
  const { reply, here } = ended;
  run.span.setAttribute(attributes.turnStatus, reply.status);
  if (here) metrics.ended(reply);
  return 'done';
}

/**
 * Whether a turn may be what ended its workers. Not at the first mark, as every turn of a worker that died has that one;
 * not at the last, which is the verdict: see docs/adr/0018-one-mark-short.md.
 */
function isSuspect({ attempts }: Pick<AcceptedParts, 'attempts'>, { abandoned }: Fresh): boolean {
  return abandoned >= Math.max(1, attempts - 1) && abandoned < attempts;
}

/** A turn that keeps ending its workers: the original goes to the dead letters first, then the shopper is told. */
async function giveUp(
  parts: AcceptedParts,
  record: LogRecord,
  { turn, locale }: AcceptedTurn,
  abandoned: number,
  version: number,
  run: Pick<Run, 'signal' | 'holds'>,
): Promise<Worked> {
  const error = new TurnfleetError('poison', `Work on this turn broke off ${abandoned} times, so it was given up.`);
  await appendDeadLetter(parts, record, error, abandoned, run);
  const at = parts.clock.now();
  const reply = replyOf(failedOutcome(error, locale), {
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    locale,
    traceId: activeTraceId(),
    version: version + 1,
    submittedAt: submittedAtOf(record),
    startedAt: at,
    endedAt: at,
  });
  return { reply, held: null };
}
