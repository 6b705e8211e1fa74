import type { Random } from '../time/random.ts';
import type { Plan, PlannedFault, PlannedReader, PlannedTurn } from './plan.ts';

/** What is there only where clients come over HTTP: who waits for the reply, who follows one turn, an ingress that drains. */
export function planHttp(random: Random, plan: Plan, lastsMs: number): Plan {
  const { turns, readers, faults, ingresses } = plan;
  const more = turns.filter(({ by, form }) => by === 'ingress' && form === 'plain');
  return {
    ...plan,
    overHttp: true,
    turns: turns.map((turn) => (more.includes(turn) ? waiting(random.of(`wait ${turn.turnId}`), turn) : turn)),
    // A store that goes back without a word has no readers, see `makePlan`.
    readers: readers.length === 0 ? [] : [...readers, ...more.flatMap((turn) => followers(random, turn))],
    faults: [...faults, ...ofIngresses(random.of('ingresses'), ingresses, lastsMs)].sort((a, b) => a.at - b.at),
  };
}

function waiting(random: Random, turn: PlannedTurn): PlannedTurn {
  return random.chance(0.5) ? { ...turn, waitSeconds: random.pick([1, 5, 20, 60]) } : turn;
}

/** Of the turn or its conversation, from before it until after it; mostly cut, or away, at some moment of it. */
function followers(random: Random, { at, conversationId, turnId }: PlannedTurn): PlannedReader[] {
  const one = random.of(`follow ${turnId}`);
  if (!one.chance(0.3)) return [];
  const hasty = one.chance(0.3);
  const visits = Array.from({ length: one.between(0, 4) }, () => ({
    stayMs: one.between(1, hasty ? 60 : 1_500),
    awayMs: one.between(1, 1_000),
  }));
  const from = Math.max(0, at + one.between(-1_000, 2_000));
  const only = one.chance(0.7) ? { turnId } : {};
  return [{ name: `f-${turnId}`, at: from, conversationId, ...only, visits, slowMs: one.pick([0, 0, 30]) }];
}

function ofIngresses(random: Random, ingresses: number, lastsMs: number): PlannedFault[] {
  return Array.from({ length: random.pick([0, 0, 1, 3, 6]) }, () => ({
    kind: random.pick(['ingress_drain', 'ingress_crash'] as const),
    at: random.between(3_000, lastsMs),
    forMs: 5_000,
    ingress: random.between(0, ingresses - 1),
  }));
}
