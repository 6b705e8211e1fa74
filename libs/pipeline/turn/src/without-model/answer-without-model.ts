import { shopperText } from '@turnfleet/contract/words';
import { type Clock, type ErrorKind, within } from '@turnfleet/core';
import { counter } from '@turnfleet/telemetry';
import type { ToolResult } from '@turnfleet/tools';
import { asOfNote } from '../as-of-note.ts';
import type { Question } from '../converse.ts';
import type { ModelSteps } from '../model-steps.ts';
import { ownCalls } from '../own-calls.ts';
import { betweenSteps, takeBack } from '../read-step.ts';
import { type Outcome, outcomeInOurWords } from '../reply.ts';
import type { PlainQuestion } from './plain-questions.ts';

/**
 * The model's outcome, or an answer in the tools' own words where no model could be asked. `plain`: what the tools can
 * answer by themselves; null if it takes a model.
 */
export type AnswerWithoutModel = (
  steps: ModelSteps,
  plain: PlainQuestion | null,
  question: Question,
) => Promise<Outcome>;

/** With these nothing is wrong with the turn: whoever could have answered it is away. */
const away: readonly ErrorKind[] = ['model_unavailable', 'overloaded'];

/** What a plain question keeps of its time for the tools, so that it is answered although models hang to the end. */
const reserveMs = 2_500;
/** Of a short time, models get at least three quarters. */
const largestReserve = 0.25;

/**
 * Answers plain questions from read-only tools when all models are away. It asks no model again, and it takes what is left
 * of the turn's deadline, nothing more. What is not plain, or what the tools do not know either, stays the failure it was.
 */
export function answerWithoutModel(clock: Clock): AnswerWithoutModel {
  const turns = counter('turnfleet.turns.without_model');
  return async (steps, plain, question) => {
    if (!plain) {
      const outcome = await steps(question);
      if (isAway(outcome)) turns.add(1, { outcome: 'not_plain' });
      return outcome;
    }
    const left = question.deadline.remainingMs();
    using ahead = within(clock, question.deadline, left - Math.min(reserveMs, left * largestReserve));
    const outcome = await steps({ ...question, deadline: ahead });
    const late = outcome.status === 'failed' && ahead.signal.aborted;
    const lost = isAway(outcome) || late || foundNothing(outcome);
    if (question.deadline.signal.aborted || !lost) return outcome;
    const told = await tell(plain, outcome, question, clock);
    turns.add(1, { outcome: told ? 'answered' : 'not_known' });
    return told ?? outcome;
  };
}

const isAway = ({ error }: Outcome): boolean => error !== undefined && away.includes(error.kind);

/** The model called, and only what it may not: some call tools that do not exist until the turn's steps are used up. */
function foundNothing({ status, toolCalls }: Outcome): boolean {
  const refused = toolCalls.every(
    ({ outcome, reason }) => outcome === 'rejected' || (outcome === 'skipped' && reason === undefined),
  );
  return status !== 'failed' && toolCalls.length > 0 && refused;
}

const asModelCall = ({ tool, arguments: args }: { readonly tool: string; readonly arguments: object }, at: number) => ({
  id: `direct_${at + 1}`,
  name: tool,
  arguments: JSON.stringify(args),
});

async function tell(
  { calls, code }: PlainQuestion,
  failed: Outcome,
  { progress, locale, deadline, callTools, dropped, grounding }: Question,
  clock: Pick<Clock, 'now'>,
): Promise<Outcome | null> {
  const asked = callTools(ownCalls(calls.map(asModelCall), failed.toolCalls));
  // A turn that was called off rejects: its failure was there before, and nobody reads it.
  const { results } = await asked.catch((error: unknown) => {
    if (deadline.signal.aborted) return { results: [] };
    throw error;
  });
  grounding.learn(results);
  const parts = results.map((result) => textOf(result, code, locale));
  if (deadline.signal.aborted || parts.includes(null)) return null;
  takeBack(progress, '', 'the model cannot go on; what could be looked up without it follows');
  const endings = [asOfNote(results, locale), dropped(null)].filter((text) => text !== null);
  // An apology stands by itself: it is nothing that was looked up.
  const found = results.some(({ fallback }) => fallback === null);
  const said = [...(found ? [shopperText('withoutModel', locale)] : []), ...parts, ...endings];
  progress.delta(said.join(betweenSteps));
  return outcomeInOurWords('degraded', progress.text, {
    toolCalls: [...failed.toolCalls, ...results.map(({ record }) => record)],
    firstTokenAt: failed.firstTokenAt ?? clock.now(),
    grounding: grounding.tally,
    results: grounding.results,
  });
}

/** What a call has to say to the shopper. Null: nothing that answers them, as when their "place" turns out to be none. */
function textOf({ told, notFound, fallback }: ToolResult, code: string, locale: string): string | null {
  return told ?? (notFound === code ? shopperText('nameNotFound', locale).replace('{name}', code) : fallback);
}
