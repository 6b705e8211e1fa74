import type { TurnfleetError } from '@turnfleet/core';
import { type ProblemAnswer, problemAnswer } from '@turnfleet/http-kit';
import { openAiErrorBody } from '@turnfleet/model';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Errors come in the shape of this vendor's; else as RFC 9457 has them. */
    errors?: 'openai';
  }
}

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
