import { type AcceptedTurn } from '@turnfleet/contract/events';
import { type Reply, turnLocale } from '@turnfleet/contract/schemas';
import type { Suspicion } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { activeTraceId, attributes, traceHeaders } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { AnswerDeps } from './answer.ts';
import { coalesce } from './coalesce.ts';
import { type CommitDeps, commitTurns, type Work } from './commit-turns.ts';
import { confirmedBy } from './confirmation/counts-as-yes.ts';
import { withDropped } from './confirmation/dropped-text.ts';
import { appendDeadLetter, type DeadLetterDeps } from './dead-letter.ts';
import type { EndingTurn } from './ending.ts';
import { failedOutcome, replyOf } from './reply.ts';
import type { Attempt, Run } from './run.ts';
import { type FreshTurn, isFirstTime, streamToJournal } from './stream-to-journal.ts';

export interface HandleTurnsDeps extends AnswerDeps, CommitDeps, DeadLetterDeps {
  readonly log: CommitDeps['log'];
  /** Times that work on a turn may end its worker before the turn is given up as poison. */
  readonly attempts: number;
}

/** A turn in hand: its record, what that says, and this worker's piece of work on it. */
export interface AcceptedRecord {
  readonly record: LogRecord;
  readonly accepted: AcceptedTurn;
  readonly attempt: Attempt;
}

/**
 * Brings turns of one conversation, mostly one, to their one reply each. Of two records of one turn id the first is the
 * turn. If one of them is a suspect that does not run alone, no attempt of theirs is counted.
 */
export async function handleTurns(
  deps: HandleTurnsDeps,
  records: readonly AcceptedRecord[],
  run: Run,
): Promise<'done' | 'suspect'> {
  const { metrics, clock } = deps;
  const memberOf = new Map<string, AcceptedRecord>();
  for (const one of records) if (!memberOf.has(one.accepted.turn.turnId)) memberOf.set(one.accepted.turn.turnId, one);
  const members = [...memberOf.values()];
  const inHand = (fresh: readonly FreshTurn<EndingTurn>[]) =>
    fresh.flatMap((one) => {
      const member = memberOf.get(one.turn.turnId);
      if (!member) return [];
      const locale = turnLocale(member.accepted.turn, one.begun.conversation.turns);
      return [{ ...member, ...one, ...member.accepted, locale }];
    });
  const counted = new Set<string>();
  const work: Work = async (fresh) => {
    const turns = inHand(fresh);
    for (const { turn, submittedAt, accepted, begun, attempt } of turns) {
      run.span.setAttribute(attributes.turnAttempt, begun.attempt);
      if (counted.has(turn.turnId) || !isFirstTime({ begun, attempt })) continue;
      counted.add(turn.turnId);
      metrics.began(Math.max(0, clock.now() - submittedAt), accepted.ignored.length);
    }
    const [only, ...others] = turns;
    if (only && others.length === 0 && only.begun.abandoned >= deps.attempts)
      return [{ reply: await giveUp(deps, only, run), held: null }];
    return coalesce(deps, turns, run);
  };
  return commitTurns(deps, members.map(endingOf), run, {
    work,
    ...(run.alone ? {} : { suspicionOf: (turns: number) => suspicionOf(deps, turns) }),
    ended: (_turn, reply) => {
      run.span.setAttribute(attributes.turnStatus, reply.status);
      metrics.ended(reply);
    },
  });
}

/**
 * Which turns may be what ended their workers. Not at the first mark, as every turn of a worker that died has that one; not
 * at the last, which is the verdict: see docs/adr/0018-one-mark-short.md. Several turns are not judged together.
 */
function suspicionOf({ attempts }: Pick<HandleTurnsDeps, 'attempts'>, turns: number): Suspicion {
  return { from: Math.max(1, attempts - 1), below: turns > 1 ? Number.POSITIVE_INFINITY : attempts };
}

function endingOf({ accepted, attempt }: AcceptedRecord): EndingTurn {
  const { turn, tenant, submittedAt, traceHeaders: sent } = accepted;
  return {
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    text: turn.text,
    submittedAt: new Date(submittedAt).toISOString(),
    tenant,
    userId: turn.user?.id,
    traceparent: sent['traceparent'] ?? traceHeaders()['traceparent'] ?? '',
    attempt,
  };
}

/** A turn that keeps ending its workers: the original goes to the dead letters first, then the shopper is told. */
function giveUp(
  deps: HandleTurnsDeps,
  member: AcceptedRecord & FreshTurn & { readonly locale: string },
  run: Run,
): Promise<Reply> {
  const { record, accepted, begun, locale } = member;
  const { turn, submittedAt } = accepted;
  const { abandoned, conversation } = begun;
  const error = new TurnfleetError('poison', `Work on this turn broke off ${abandoned} times, so it was given up.`);
  return streamToJournal(deps, member, run, async (_progress, signal) => {
    await appendDeadLetter(deps, record, error, abandoned, { ...run, signal });
    const at = deps.clock.now();
    // What it was the yes to may have been done at one of the attempts.
    const state = confirmedBy({ ...accepted, record }, conversation) ? 'execution' : conversation.state;
    return replyOf(withDropped(failedOutcome(error, locale), { ...conversation, state }, locale), {
      conversationId: turn.conversationId,
      turnId: turn.turnId,
      locale,
      traceId: activeTraceId(),
      version: conversation.version + 1,
      submittedAt,
      startedAt: at,
      endedAt: at,
    });
  });
}
