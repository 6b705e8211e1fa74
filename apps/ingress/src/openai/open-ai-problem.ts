import type { TurnfleetError } from '@turnfleet/core';
import { openAiErrorBody } from '@turnfleet/model';
import { type ProblemAnswer, problemAnswer } from '../http/refusal.ts';

/** An error as OpenAI's clients read it: their shape and, where they go by another, their status. */
export function openAiProblem(error: TurnfleetError, traceId: string): ProblemAnswer {
  const { status, headers } = problemAnswer(error, traceId);
  const said = { ...openAiErrorBody(error), trace_id: traceId };
  return {
    // What is too long, and what a model will not answer, is the request's fault there.
    status: status === 422 ? 400 : status,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(said),
  };
}
