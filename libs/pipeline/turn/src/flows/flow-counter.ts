import type { Heard } from '@turnfleet/flows';
import { counter } from '@turnfleet/telemetry';

/** `by`: who found which flow is wanted. */
export type CountFlows = (heard: Heard, by: 'recogniser' | 'model') => void;

/** Counts what flows made of turns. */
export function flowCounter(): CountFlows {
  const started = counter('turnfleet.flows.started');
  const ended = counter('turnfleet.flows.ended');
  const failed = counter('turnfleet.flows.questions_failed');
  const saved = counter('turnfleet.flows.model_calls_saved');
  return (heard, by) => {
    for (const flow of heard.started) started.add(1, { flow, by });
    for (const { flow, as } of heard.ended) ended.add(1, { flow, outcome: as });
    if (heard.failedQuestions > 0) failed.add(heard.failedQuestions);
    if (!heard.toModel && by === 'recogniser') saved.add(1);
  };
}
