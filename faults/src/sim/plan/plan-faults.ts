import { topics } from '@turnfleet/contract/events';
import type { Random } from '../time/random.ts';
import type { Plan, PlannedFault, UsualFault } from './plan.ts';

interface Shape extends Pick<Plan, 'workers' | 'partitions' | 'ingresses' | 'sessionMs'> {
  /** The store may go back without a word. */
  readonly quietly: boolean;
  /** What may happen. */
  readonly kinds: ReadonlySet<string>;
}

/** Up to one fault for every few seconds of a run, each run of a few kinds only: faults meet their like. */
export function planFaults(random: Random, shape: Shape, lastsMs: number): PlannedFault[] {
  const possible = usual.filter((kind) => shape.kinds.has(kind));
  if (possible.length === 0) return [];
  const count = random.between(0, Math.max(2, Math.round(lastsMs / 5_000)));
  const favourites = Array.from({ length: random.between(1, 6) }, () => random.pick(possible));
  // In some runs nothing is broken for a while, so that what holds only then is judged.
  const calmMs = random.of('calm').chance(0.2) ? Math.round(lastsMs * 0.6) : 500;
  const some = Array.from({ length: count }, (_, i) => {
    const one = random.of(`fault ${i}`);
    const kind = one.chance(0.8) ? one.pick(favourites) : one.pick(possible);
    return faultOf(kind, one.between(calmMs, lastsMs + 10_000), one, shape);
  });
  return [...some, ...lateSnapshots(random.of('late snapshots'), shape, lastsMs)].sort((a, b) => a.at - b.at);
}

/** In a few runs: hardly a random moment finds a worker between asking whether it is the owner and sending a snapshot. */
function lateSnapshots(random: Random, shape: Shape, lastsMs: number): PlannedFault[] {
  if (!shape.kinds.has('freeze_at_snapshot') || !random.chance(0.2)) return [];
  return Array.from({ length: random.between(1, 3) }, () =>
    faultOf('freeze_at_snapshot', random.between(500, lastsMs), random, shape),
  );
}

/** What is named twice is twice as likely. */
const usual: readonly UsualFault['kind'][] = [
  ...(['crash', 'crash', 'crash', 'freeze', 'freeze', 'freeze', 'drain', 'crash_in_drain', 'cut_from_log'] as const),
  ...(['worker_more', 'worker_less', 'ingress_crash', 'ingress_freeze'] as const),
  ...(['leader_change', 'broker_away', 'slow_fetch', 'commits_refused', 'rebalance', 'offset_out_of_range'] as const),
  ...(['append_late', 'append_late', 'append_lost', 'offsets_forgotten', 'log_rewritten', 'compaction'] as const),
  ...(['state_slow', 'state_away', 'state_read_only', 'state_restart', 'state_answers_lost'] as const),
  ...(['state_flush', 'state_flush', 'state_flush', 'state_rolled_back', 'state_rolled_back'] as const),
];

export const faultKinds: readonly UsualFault['kind'][] = [...new Set([...usual, 'freeze_at_snapshot' as const])];

function faultOf(kind: UsualFault['kind'], at: number, random: Random, shape: Shape): PlannedFault {
  const worker = random.between(0, shape.workers - 1);
  const partition = random.between(0, shape.partitions - 1);
  const share = random.pick([0.1, 0.5, 1]);
  const forMs = random.between(200, 6_000);
  switch (kind) {
    case 'crash':
    case 'drain':
      return { kind, at, forMs: 0, worker };
    case 'freeze':
    case 'cut_from_log':
      return { kind, at, forMs: random.between(500, 3 * shape.sessionMs), worker };
    case 'freeze_at_snapshot':
      return { kind, at, forMs: random.between(shape.sessionMs, 4 * shape.sessionMs), worker };
    case 'crash_in_drain':
      return { kind, at, forMs: random.between(0, 3_000), worker };
    case 'ingress_crash':
    case 'ingress_freeze':
    case 'ingress_drain':
      return { kind, at, forMs: random.between(500, 20_000), ingress: random.between(0, shape.ingresses - 1) };
    case 'leader_change':
      return { kind, at, forMs, topic: random.pick([topics.turns, topics.replies, topics.conversations]), partition };
    case 'append_late':
      return { kind, at, forMs, share, lateMs: random.pick([1_000, 6_000, 15_000]) };
    case 'append_lost':
    case 'state_answers_lost':
      return { kind, at, forMs, share };
    case 'offsets_forgotten':
    case 'log_rewritten':
    case 'compaction':
      return { kind, at, forMs: 0, partition };
    case 'state_slow':
      return { kind, at, forMs: random.between(1_000, 10_000), latencyMs: random.pick([50, 500, 2_000]) };
    case 'state_rolled_back':
      return { kind, at, forMs: random.between(10, 10_000), how: shape.quietly ? 'quietly' : 'failover' };
    case 'state_away':
    case 'state_restart':
      return { kind, at, forMs: random.between(200, 15_000) };
    default:
      return { kind, at, forMs };
  }
}
