import type { DialogueTimes } from '@turnfleet/conversation';
import type { Plan } from './plan.ts';

/** A timer that is due has ended its dialogue after this: its claim, if a worker died with it, and its place in the queue. */
export const timersWithinMs = 90_000;

/** How long the dialogues of a run wait for their shoppers; in most runs for ever. */
export function dialogueTimes({ faults }: Pick<Plan, 'faults'>): DialogueTimes {
  const planned = faults.find((fault) => fault.kind === 'dialogues_end');
  if (!planned) return {};
  const { afterMs } = planned;
  return { greeting: afterMs, query: afterMs, transaction: afterMs, inactive: afterMs, absolute: 5 * afterMs };
}

/** How long a run has to go on for the last of its timers to have had its time, milliseconds. */
export function untilTimersEnd(plan: Pick<Plan, 'faults'>): number {
  const longest = Math.max(0, ...Object.values(dialogueTimes(plan)));
  return longest === 0 ? 0 : longest + timersWithinMs;
}
