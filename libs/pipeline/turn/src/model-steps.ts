import { type ConverseDeps, converse, type Question } from './converse.ts';
import type { Outcome } from './reply.ts';

/**
 * Model ⇄ tools until there is an answer to the question. Never throws for what model or tools do: that becomes a failed
 * outcome.
 */
export type ModelSteps = (question: Question) => Promise<Outcome>;

/** The only place that knows which model answers, its price, and how often it may be asked again. */
export function modelSteps(deps: ConverseDeps): ModelSteps {
  return (question) => converse(deps, question);
}
