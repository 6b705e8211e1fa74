import type { Turn } from '@turnfleet/contract/schemas';
import type { ConversationGateway } from '@turnfleet/conversation';
import { childSignal, deadlineAt, TurnfleetError } from '@turnfleet/core';
import { allOf, untilAvailable } from '@turnfleet/ownership';
import { type AnswerableTurn, payerOf } from './answerable-turn.ts';
import { withDropped } from './confirmation/dropped-text.ts';
import { leftOutcomes } from './left-outcomes.ts';
import { type OutcomeDeps, outcomeOfTurns } from './outcome-of-turns.ts';
import type { Progress } from './progress.ts';
import type { Outcome } from './reply.ts';
import type { Run } from './run.ts';
import type { TellShadow } from './shadow/shadow-log.ts';
import type { OpenCallBook } from './spending/call-book.ts';

interface AnswerDeps extends OutcomeDeps {
  readonly tellShadow: TellShadow;
  readonly openBook: OpenCallBook;
  readonly gateway: Pick<ConversationGateway, 'watchCancel'>;
  /** A turn whose own deadline is far away may wait that long, but is worked on no longer than this. */
  readonly longestWorkMs: number;
}

/** What one try at an answer came to. */
interface Attempted {
  /** The answer to all, null if some had to leave before there was one. */
  readonly answer: Outcome | null;
  /** Those that were cancelled or ran out of time, by turn id. */
  readonly left: ReadonlyMap<string, Outcome>;
}

export type TryToAnswer = (
  turns: readonly AnswerableTurn[],
  carrier: AnswerableTurn,
  progress: Progress,
  run: Pick<Run, 'fence' | 'signal'>,
) => Promise<Attempted>;

/**
 * Works out one answer to turns of one shopper in one conversation, told as that of the last one, the `carrier`. The work
 * ends when the first of them is cancelled or out of time.
 */
export function answerer(deps: AnswerDeps): TryToAnswer {
  const { clock, gateway, longestWorkMs } = deps;
  return async (turns, carrier, progress, { fence, signal }) => {
    const cancelled = new Set<string>();
    using calledOff = childSignal(signal);
    const cancel = ({ turnId }: Turn): void => {
      cancelled.add(turnId);
      calledOff.abort(cancelledByShopper());
    };
    const endsAt = Math.min(...turns.map((one) => one.deadlineAt), clock.now() + longestWorkMs);
    using watchings = new DisposableStack();
    const watch = async ({ turn, begun }: AnswerableTurn): Promise<void> => {
      if (begun.cancelled) cancel(turn);
      const watching = await untilAvailable(clock, signal, () => gateway.watchCancel(turn, () => cancel(turn)));
      watchings.defer(() => watching.close());
    };
    await allOf(turns.map(watch));
    using uncancelled = deadlineAt(clock, endsAt, signal);
    using deadline = deadlineAt(clock, endsAt, calledOff.signal);
    const book = deps.openBook(carrier, payerOf(carrier), fence);
    const outcome = await outcomeOfTurns(deps, turns, carrier, { progress, deadline, uncancelled, book, signal });
    const { shadow, model } = outcome;
    if (shadow) await deps.tellShadow(carrier, model, shadow);
    // An answer that was complete when somebody left is an answer.
    const left = outcome.status === 'failed' && deadline.signal.aborted ? leavers(turns, cancelled, clock.now()) : [];
    return {
      answer: left.length === 0 ? withDropped(outcome, carrier.begun.conversation, carrier.locale) : null,
      left: leftOutcomes(left, outcome, turns[0]),
    };
  };
}

const cancelledByShopper = (): TurnfleetError => new TurnfleetError('cancelled', 'The shopper called this turn off.');

function leavers(turns: readonly AnswerableTurn[], cancelled: ReadonlySet<string>, now: number) {
  const called = turns.filter(({ turn }) => cancelled.has(turn.turnId));
  return called.length > 0 ? called : turns.filter(({ deadlineAt: at }) => at <= now);
}
