import { type AcceptedTurn } from '@turnfleet/contract/events';
import { type Owner, turnLocale } from '@turnfleet/contract/schemas';
import type { Suspicion } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { attributes, traceHeaders } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { AnswerableTurn } from './answerable-turn.ts';
import type { Coalesce } from './coalesce.ts';
import type { AnswerFresh, CommitTurns } from './commit-turns.ts';
import type { EndingTurn } from './ending.ts';
import type { GiveUp } from './give-up.ts';
import type { TurnMetrics } from './metrics.ts';
import type { Attempt, Run } from './run.ts';
import { type FreshTurn, isFirstTime } from './stream-to-journal.ts';

interface HandleTurnsDeps {
  readonly commit: CommitTurns;
  readonly answer: Coalesce;
  readonly giveUp: GiveUp;
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Pick<TurnMetrics, 'began'>;
  /** Times that work on a turn may end its worker before the turn is given up as poison. */
  readonly attempts: number;
}

/** A turn in hand: its record, what that says, and this worker's piece of work on it. */
export interface AcceptedRecord {
  readonly record: LogRecord;
  readonly accepted: AcceptedTurn;
  readonly attempt: Attempt;
  /** Whose the conversation is; undefined where nobody signs in. */
  readonly owner?: Owner | undefined;
}

export type HandleTurns = (records: readonly AcceptedRecord[], run: Run) => Promise<'done' | 'suspect'>;

/**
 * Brings turns of one conversation, mostly one, to their one reply each. Of two records of one turn id the first is the
 * turn. If one of them is a suspect that does not run alone, no attempt of theirs is counted.
 */
export function turnHandler(deps: HandleTurnsDeps): HandleTurns {
  const { commit, answer, giveUp, attempts } = deps;
  return (records, run) => {
    const members = firstOfEach(records);
    const counted = new Set<string>();
    const answerFresh: AnswerFresh = async (fresh) => {
      const turns = answerable(members, fresh);
      for (const one of turns) countBegun(deps, one, counted, run);
      const [only, ...others] = turns;
      if (only && others.length === 0 && only.begun.abandoned >= attempts) return [await giveUp(only, run)];
      return answer(turns, run);
    };
    return commit([...members.values()].map(endingOf), run, answerFresh, {
      ...(run.alone ? {} : { suspicionOf: (turns: number) => suspicionOf(attempts, turns) }),
      ended: ({ status }) => void run.span.setAttribute(attributes.turnStatus, status),
    });
  };
}

/** By turn id. */
function firstOfEach(records: readonly AcceptedRecord[]): ReadonlyMap<string, AcceptedRecord> {
  const members = new Map<string, AcceptedRecord>();
  for (const one of records) if (!members.has(one.accepted.turn.turnId)) members.set(one.accepted.turn.turnId, one);
  return members;
}

/** What is to be answered, and what its record and the store say of it. */
function answerable(
  members: ReadonlyMap<string, AcceptedRecord>,
  fresh: readonly FreshTurn<EndingTurn>[],
): (AnswerableTurn & AcceptedRecord)[] {
  return fresh.flatMap((one) => {
    const member = members.get(one.turn.turnId);
    if (!member) return [];
    const locale = turnLocale(member.accepted.turn, one.begun.conversation.turns);
    return [{ ...member, ...one, ...member.accepted, locale }];
  });
}

/** Once for each turn, however often it is begun anew. */
function countBegun(
  { metrics, clock }: HandleTurnsDeps,
  { turn, submittedAt, accepted, begun, attempt }: AnswerableTurn & AcceptedRecord,
  counted: Set<string>,
  run: Run,
): void {
  run.span.setAttribute(attributes.turnAttempt, begun.attempt);
  if (counted.has(turn.turnId) || !isFirstTime({ begun, attempt })) return;
  counted.add(turn.turnId);
  metrics.began(Math.max(0, clock.now() - submittedAt), accepted.ignored.length);
}

/**
 * Which turns may be what ended their workers. Not at the first mark, as every turn of a worker that died has that one; not
 * at the last, which is the verdict: see docs/adr/0018-one-mark-short.md. Several turns are not judged together.
 */
function suspicionOf(attempts: number, turns: number): Suspicion {
  return { from: Math.max(1, attempts - 1), below: turns > 1 ? Number.POSITIVE_INFINITY : attempts };
}

function endingOf({ accepted, attempt, owner }: AcceptedRecord): EndingTurn {
  const { turn, tenant, submittedAt, traceHeaders: sent } = accepted;
  return {
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    text: turn.text,
    submittedAt: new Date(submittedAt).toISOString(),
    tenant,
    userId: turn.user?.id,
    owner,
    traceparent: sent['traceparent'] ?? traceHeaders()['traceparent'] ?? '',
    attempt,
  };
}
