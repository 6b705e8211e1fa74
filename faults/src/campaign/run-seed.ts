import { check, type Report } from '../checker/check.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { makePlan } from '../sim/plan/make-plan.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { runPlan } from '../sim/run-plan.ts';
import type { OpenState } from '../sim/state/sim-state.ts';

/** A history and what the checker, to whom only it is shown, finds in it. */
export interface Judged {
  readonly history: readonly HistoryEvent[];
  readonly report: Report;
}

export async function judgePlan(plan: Plan, openState?: OpenState): Promise<Judged> {
  return judge(await runPlan(plan, undefined, openState));
}

export function judgeSeed(
  seed: number,
  turns: number,
  only?: readonly string[],
  openState?: OpenState,
): Promise<Judged> {
  return judgePlan(makePlan(seed, turns, only), openState);
}

/** Shows a history to the checker. */
export function judge(history: readonly HistoryEvent[]): Judged {
  return { history, report: check(history.map((event, i) => ({ line: i + 1, event }))) };
}
