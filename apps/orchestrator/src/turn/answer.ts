import type { HeldCall, Turn } from '@turnfleet/contract';
import type { ConversationDesk } from '@turnfleet/conversation';
import { type Clock, deadlineAt, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { activeTraceId } from '@turnfleet/telemetry';
import { type ConverseParts, converse, type Question } from './converse.ts';
import { answerYes, heldFrom } from './held/answer-yes.ts';
import { isPlainYes } from './held/plain-yes.ts';
import type { ToolsOfTurn } from './held/tools-of-turn.ts';
import type { Progress } from './progress.ts';
import { type PromptParts, promptOf } from './prompt.ts';
import { failedOutcome, type Outcome, replyOf } from './reply.ts';
import type { Fresh, Worked } from './tell-journal.ts';
import { untilAvailable } from './until-available.ts';

export interface AnswerParts extends ConverseParts, PromptParts {
  readonly clock: Clock;
  readonly desk: Pick<ConversationDesk, 'watchCancel'>;
  /** The tool calls of one turn, which remember what was called, so that nothing runs twice. */
  readonly toolsOfTurn: ToolsOfTurn;
  readonly suggest: (called: readonly string[], locale: string) => readonly string[];
  /** A turn whose own deadline is far away may wait that long, but is worked on no longer than this. */
  readonly longestWorkMs: number;
}

export interface AnswerableTurn {
  readonly turn: Turn;
  readonly locale: string;
  /** Unix milliseconds. */
  readonly submittedAt: number;
  readonly deadlineAt: number;
}

/** Works out the reply to a turn: answered, failed, cancelled or expired; and what the conversation then holds. */
export async function answer(
  parts: AnswerParts,
  work: AnswerableTurn,
  begun: Fresh,
  progress: Progress,
  signal: AbortSignal,
): Promise<Worked> {
  const { turn, locale, submittedAt } = work;
  const startedAt = parts.clock.now();
  progress.event({ type: 'turn.started', turnId: turn.turnId });
  const outcome = await outcomeOf(parts, work, begun, progress, signal);
  const reply = replyOf(outcome, {
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    locale,
    traceId: activeTraceId(),
    version: begun.conversation.version + 1,
    submittedAt,
    startedAt,
    endedAt: parts.clock.now(),
  });
  return { reply, held: outcome.held ?? null };
}

async function outcomeOf(
  parts: AnswerParts,
  work: AnswerableTurn,
  begun: Fresh,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  const { clock } = parts;
  const { turn, locale } = work;
  const calledOff = new AbortController();
  const cancel = (): void => calledOff.abort(new TurnfleetError('cancelled', 'The shopper called this turn off.'));
  if (begun.cancelled) cancel();
  const endsAt = Math.min(work.deadlineAt, clock.now() + parts.longestWorkMs);
  const watching = await untilAvailable(clock, signal, () => parts.desk.watchCancel(turn, cancel));
  using uncancelled = deadlineAt(clock, endsAt, signal);
  using deadline = deadlineAt(clock, endsAt, AbortSignal.any([signal, calledOff.signal]));
  try {
    const { held } = begun.conversation;
    const confirmed = held && isPlainYes(turn.text) ? held : null;
    // What an earlier attempt may have done cannot be called off any more: this one finds out what came of it.
    const over = confirmed && begun.attempt > 1 ? uncancelled.signal : deadline.signal;
    if (over.aborted) return outcomeOfOver(over, locale, confirmed);
    const tools = parts.toolsOfTurn(turn, locale, (event) => progress.event({ ...event, turnId: turn.turnId }));
    const question: Question = {
      messages: promptOf(parts, turn, locale, begun.conversation.turns),
      locale,
      deadline,
      progress,
      callTools: (calls) => tools.callAll(calls, deadline),
      hold: (call) => heldFrom(call, turn.turnId, clock.now()),
      suggest: (called) => parts.suggest(called, locale),
    };
    if (confirmed) return await answerYes(parts, confirmed, work.submittedAt, tools, question, uncancelled);
    return await converse(parts, question);
  } finally {
    watching.close();
  }
}

/** Of a turn that is over before it began. A yes that was not called off, only late, may be said again. */
function outcomeOfOver({ reason }: AbortSignal, locale: string, confirmed: HeldCall | null): Outcome {
  const error = toTurnfleetError(reason);
  const late = error.kind === 'deadline_exceeded';
  return failedOutcome(error, locale, confirmed && late ? { held: confirmed } : {});
}
