import type { Heard } from '@turnfleet/flows';
import { counter } from '@turnfleet/telemetry';

export type CountFlows = (heard: Heard) => void;

/** Counts what flows made of turns. */
export function flowCounter(): CountFlows {
  const started = counter('turnfleet.flows.started');
  const ended = counter('turnfleet.flows.ended');
  const failed = counter('turnfleet.flows.questions_failed');
  const saved = counter('turnfleet.flows.model_calls_saved');
  return (heard) => {
    for (const flow of heard.started) started.add(1, { flow });
    for (const { flow, as } of heard.ended) ended.add(1, { flow, outcome: as });
    if (heard.failedQuestions > 0) failed.add(heard.failedQuestions);
    if (!heard.toModel) saved.add(1);
  };
}
