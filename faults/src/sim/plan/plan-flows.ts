import type { Random } from '../time/random.ts';
import type { Plan, PlannedTurn } from './plan.ts';

/** What shoppers want done is heard by a flow, and no model has to be asked for it. */
export const byFlows = 'flows';

/** In some runs, all that shoppers want done. */
export function planFlows(random: Random, plan: Plan, named: boolean): Plan {
  if (!named && !random.chance(1 / 8)) return plan;
  return { ...plan, flows: true, turns: plan.turns.map(heardByFlow) };
}

/** The behaviour of the service goes with the wish, as it does when a model calls it. */
function heardByFlow(turn: PlannedTurn): PlannedTurn {
  const wanted = turn.script.steps.flat().find((behaviour) => behaviour.startsWith('reserves'));
  return wanted && !turn.saysYes ? { ...turn, byFlow: wanted } : turn;
}
