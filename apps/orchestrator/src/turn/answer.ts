import type { Reply, Turn } from '@turnfleet/contract';
import type { ConversationDesk } from '@turnfleet/conversation';
import { type Clock, deadlineAt, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { activeTraceId } from '@turnfleet/telemetry';
import type { ToolEvent, ToolUse } from '@turnfleet/tools';
import { type ConverseParts, converse } from './converse.ts';
import type { Progress } from './progress.ts';
import { type PromptParts, promptOf } from './prompt.ts';
import { failedOutcome, type Outcome, replyOf } from './reply.ts';
import type { Fresh } from './tell-journal.ts';
import { untilAvailable } from './until-available.ts';

export interface AnswerParts extends ConverseParts, PromptParts {
  readonly clock: Clock;
  readonly desk: Pick<ConversationDesk, 'watchCancel'>;
  /** The tool calls of one turn, which remember what was called, so that nothing runs twice. */
  readonly toolsOfTurn: (locale: string, onEvent: (event: ToolEvent) => void) => ToolUse;
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

/** Works out the reply to a turn: answered, failed, cancelled or expired. */
export async function answer(
  parts: AnswerParts,
  work: AnswerableTurn,
  begun: Fresh,
  progress: Progress,
  signal: AbortSignal,
): Promise<Reply> {
  const { turn, locale, submittedAt } = work;
  const startedAt = parts.clock.now();
  progress.event({ type: 'turn.started', turnId: turn.turnId });
  const outcome = await outcomeOf(parts, work, begun, progress, signal);
  return replyOf(outcome, {
    conversationId: turn.conversationId,
    turnId: turn.turnId,
    locale,
    traceId: activeTraceId(),
    version: begun.conversation.version + 1,
    submittedAt,
    startedAt,
    endedAt: parts.clock.now(),
  });
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
  using deadline = deadlineAt(clock, endsAt, AbortSignal.any([signal, calledOff.signal]));
  try {
    if (deadline.signal.aborted) return failedOutcome(toTurnfleetError(deadline.signal.reason), locale);
    const tools = parts.toolsOfTurn(locale, (event) => progress.event({ ...event, turnId: turn.turnId }));
    return await converse(parts, {
      messages: promptOf(parts, turn, locale, begun.conversation.turns),
      locale,
      deadline,
      progress,
      callTools: (calls) => tools.callAll(calls, deadline),
      suggest: (called) => parts.suggest(called, locale),
    });
  } finally {
    watching.close();
  }
}
