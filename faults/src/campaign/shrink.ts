import type { VerdictCode } from '../checker/verdict.ts';
import { neverIdle, type Plan, type PlannedTurn } from '../sim/plan/plan.ts';
import type { Judged } from './run-seed.ts';

export interface Shrunk extends Judged {
  readonly plan: Plan;
  /** Runs it took. */
  readonly tries: number;
}

/** Runs that shrinking may take. */
const mostTries = 600;

/**
 * The smallest plan found whose history still shows a violation of this kind: faults, readers, turns, workers and
 * peculiarities of turns are left out, many at once, then fewer (delta debugging: Zeller and Hildebrandt, 2002).
 */
export async function shrink(
  failing: Plan,
  code: VerdictCode,
  judge: (plan: Plan) => Promise<Judged>,
): Promise<Shrunk> {
  let plan = failing;
  let best = await judge(plan);
  let tries = 1;
  const isSmaller = async (candidate: Plan): Promise<boolean> => {
    if (tries >= mostTries) return false;
    tries++;
    const judged = await judge(candidate);
    if (!judged.report.verdicts.some((verdict) => verdict.code === code)) return false;
    plan = candidate;
    best = judged;
    return true;
  };
  for (let before: Plan | null = null; before !== plan && tries < mostTries; ) {
    before = plan;
    for (const list of ['faults', 'readers', 'turns'] as const) await shrinkList(() => plan, list, isSmaller);
    for (const simpler of simplerShapes(plan)) await isSmaller({ ...plan, ...simpler });
    for (let i = 0; i < plan.turns.length; i++) await simplifyTurn(() => plan, i, isSmaller);
  }
  return { ...best, plan, tries };
}

type IsSmaller = (candidate: Plan) => Promise<boolean>;

/** Leaves out halves, quarters, …, single items. */
async function shrinkList(now: () => Plan, list: 'faults' | 'readers' | 'turns', isSmaller: IsSmaller): Promise<void> {
  for (let size = now()[list].length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < now()[list].length; ) {
      const without = now()[list].filter((_, i) => i < from || i >= from + size);
      if (!(await isSmaller({ ...now(), [list]: without }))) from += size;
    }
  }
}

function simplerShapes(plan: Plan): Partial<Plan>[] {
  const shapes: Partial<Plan>[] = [{ partitions: 1 }, { ingresses: 1 }, { coalesceMs: 0 }, { maintenance: neverIdle }];
  for (let workers = 1; workers < plan.workers; workers++) shapes.push({ workers });
  return shapes.filter((shape) => Object.entries(shape).some(([name, value]) => plan[name as keyof Plan] !== value));
}

/** Takes from one turn what makes it peculiar. */
async function simplifyTurn(now: () => Plan, index: number, isSmaller: IsSmaller): Promise<void> {
  const peculiarities: ((turn: PlannedTurn) => PlannedTurn)[] = [
    ({ cancelAfterMs: _, ...turn }) => turn,
    ({ againAfterMs: _, ...turn }) => turn,
    ({ deadlineMs: _, ...turn }) => turn,
    ({ priority: _, ...turn }) => turn,
    ({ waitSeconds: _, ...turn }) => turn,
    (turn) => ({ ...turn, form: 'plain' }),
    (turn) => ({ ...turn, script: { ...turn.script, steps: [], endless: false } }),
    (turn) => ({ ...turn, script: { ...turn.script, faults: [] } }),
    (turn) => ({ ...turn, script: { ...turn.script, words: 1 } }),
  ];
  for (const simpler of peculiarities) {
    const turns = now().turns.map((turn, i) => (i === index ? simpler(turn) : turn));
    if (JSON.stringify(turns) !== JSON.stringify(now().turns)) await isSmaller({ ...now(), turns });
  }
}
