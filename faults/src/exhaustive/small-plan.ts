import { neverIdle, type Plan, type PlannedTurn } from '../sim/plan/plan.ts';

const turn = (turnId: string, at: number): PlannedTurn => ({
  at,
  conversationId: 'c-1',
  turnId,
  by: 'ingress',
  form: 'plain',
  saysYes: false,
  script: { faults: [], steps: [], endless: false, words: 2, paceMs: 10 },
});

/** One conversation, two turns, two workers: all that the order of effects is about. Nothing goes wrong by itself. */
export const smallPlan: Plan = {
  seed: 1,
  partitions: 1,
  workers: 2,
  ingresses: 1,
  sessionMs: 8_000,
  turnDeadlineSeconds: 30,
  drainSeconds: 2,
  turnsInFlight: 10,
  coalesceMs: 0,
  flows: false,
  overHttp: false,
  overWs: false,
  maintenance: neverIdle,
  turns: [turn('t-1', 3_000), turn('t-2', 3_020)],
  readers: [{ name: 'r-1', at: 2_900, conversationId: 'c-1', visits: [], slowMs: 0 }],
  faults: [],
  healedAt: 45_000,
};
