import type { Random } from '../time/random.ts';
import type { Plan, PlannedTurn } from './plan.ts';

/** Agents that are there; 0 in most runs. */
export const agentsIn = ({ faults }: Pick<Plan, 'faults'>): number =>
  faults.find((fault) => fault.kind === 'people')?.agents ?? 0;

/** Where there are agents, some shoppers ask for them. */
export function planPeople(random: Random, plan: Plan): Plan {
  if (agentsIn(plan) === 0) return plan;
  const asking = (turn: PlannedTurn): PlannedTurn =>
    !turn.saysYes && !turn.byFlow && random.chance(0.25) ? { ...turn, wantsPerson: true } : turn;
  return { ...plan, flows: true, turns: plan.turns.map(asking) };
}
