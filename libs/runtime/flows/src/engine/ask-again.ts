import type { Flow } from '../definition/flow.ts';
import { restart, without } from './set-slots.ts';
import { type FlowFrame, happen, offerPerson, type Talk } from './talk.ts';

/** After so many questions in a row without an answer a person is offered. */
export const mostFailed = 3;

/**
 * What the shopper said was understood and leads nowhere: it is told, forgotten and asked for anew. The third time a person is
 * offered, and nobody asks.
 */
export function askAgain(
  talk: Talk,
  flow: Flow,
  frame: FlowFrame,
  slots: readonly string[],
  says: string,
): 'on' | 'wait' {
  talk.says.push(says);
  talk.failedQuestions += 1;
  happen(talk, 'unclear');
  frame.excluded = [...frame.excluded, ...slots.flatMap((name) => frame.slots[name]?.value ?? []).map(String)];
  frame.slots = without(frame.slots, slots);
  restart(flow, frame);
  frame.refused = (frame.refused ?? 0) + 1;
  if (frame.refused < mostFailed) return 'on';
  frame.refused = 0;
  frame.asked = slots[0] ?? null;
  offerPerson(talk);
  return 'wait';
}
