import type { Random } from '../time/random.ts';
import type { OutboxStrike, Plan, PlannedFault } from './plan.ts';

interface Shape extends Pick<Plan, 'workers' | 'partitions'> {
  readonly kinds: ReadonlySet<string>;
  /** They are asked for by name: no run is without them. */
  readonly named: boolean;
}

type World = (random: Random, shape: Shape, lastsMs: number) => PlannedFault[];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Longer than it takes an engine to call itself stuck, whatever the deadline of its turns. */
const longMs = 130_000;

/** What makes a run another world, in a few runs each: how it begins, and what is strange there. */
const worlds: Readonly<Record<WorldKind, World>> = {
  /** The largest record that a topic takes; it stays so, and an operator may lower it once more. */
  record_limit: (random, _, lastsMs) =>
    [0, random.between(0, lastsMs)].map((at, i) => ({ kind: 'record_limit', at, forMs: 0, bytes: 65_536 >> i })),
  clock_wrong: (random, { workers }, lastsMs) =>
    Array.from({ length: random.between(1, 2) }, () => ({
      kind: 'clock_wrong',
      at: random.between(0, lastsMs),
      forMs: random.between(5_000, 60_000),
      worker: random.between(0, workers - 1),
      aheadMs: random.pick([-hourMs, -3 * minuteMs, -2_000, 2_000, 3 * minuteMs, hourMs, 9 * dayMs, 40 * dayMs]),
    })),
  /** By less than a minute, as nobody goes by a clock that is further off; then it is set right again. */
  store_clock_back: (random, _, lastsMs) =>
    Array.from({ length: random.between(1, 3) }, () => ({
      kind: 'store_clock_back',
      at: random.between(0, lastsMs),
      forMs: random.between(2_000, 40_000),
      backMs: random.pick([300, 1_500, 5_000, 15_000]),
    })),
  open_transaction: (random, { partitions }, lastsMs) =>
    Array.from({ length: random.between(1, 2) }, () => ({
      kind: 'open_transaction',
      at: random.between(0, lastsMs),
      forMs: random.between(500, 40_000),
      partition: random.between(0, partitions - 1),
    })),
  writes_refused: (random, _, lastsMs) => [
    { kind: 'writes_refused', at: random.between(5_000, lastsMs), forMs: random.pick([5_000, longMs]) },
  ],
  log_long_away: (random, _, lastsMs) => [{ kind: 'log_long_away', at: random.between(5_000, lastsMs), forMs: longMs }],
  state_long_away: (random, _, lastsMs) => [
    { kind: 'state_long_away', at: random.between(5_000, lastsMs), forMs: longMs },
  ],
  /** Operators allow second requests, ask a candidate unseen, and have an endpoint that takes only so many requests. */
  models_vary: (random, _, lastsMs) => [
    {
      kind: 'models_vary',
      at: 0,
      forMs: lastsMs,
      perMinute: random.pick([20, 60, 1_000]),
      shadow: random.pick([0, 0.3, 1]),
    },
  ],
  /** An operator's setting, for the whole run: some turns find it spent. */
  budget_tight: (random) => [
    { kind: 'budget_tight', at: 0, forMs: 0, hardUsd: random.pick(['0.005', '0.01', '0.02']) },
  ],
  time_passes: (random, _, lastsMs) => days(random, lastsMs, minuteMs),
  /** The same with segments so long that records stay for days after they should have gone, and are then read again. */
  long_segments: (random, _, lastsMs) => days(random, lastsMs, 7 * dayMs),
  dialogues_end: (random, _, lastsMs) => [
    { kind: 'dialogues_end', at: 0, forMs: lastsMs, afterMs: random.pick([1_500, 4_000, 15_000]) },
  ],
  people: (random, _, lastsMs) => [{ kind: 'people', at: 0, forMs: lastsMs, agents: random.between(1, 3) }],
  outbox: (random, _, lastsMs) => {
    const instances = random.between(1, 3);
    const strike = (): PlannedFault => ({
      kind: 'outbox',
      at: random.between(500, lastsMs),
      forMs: random.between(500, 12_000),
      instances,
      strike: outboxStrike(random),
    });
    return [
      { kind: 'outbox', at: 0, forMs: 0, instances, strike: null },
      ...Array.from({ length: random.between(0, 12) }, strike),
    ];
  },
  model_lies: (random, _, lastsMs) => [
    { kind: 'model_lies', at: 0, forMs: lastsMs, share: random.pick([0.2, 0.5]), stubborn: random.chance(0.5) },
  ],
};

export type WorldKind =
  | 'record_limit'
  | 'clock_wrong'
  | 'store_clock_back'
  | 'open_transaction'
  | 'writes_refused'
  | 'log_long_away'
  | 'state_long_away'
  | 'models_vary'
  | 'budget_tight'
  | 'time_passes'
  | 'long_segments'
  | 'model_lies'
  | 'dialogues_end'
  | 'people'
  | 'outbox';

export const worldKinds = Object.keys(worlds) as WorldKind[];

/** Between bursts of turns so much time passes in which nobody says anything. */
function days(random: Random, lastsMs: number, segmentMs: number): PlannedFault[] {
  return Array.from({ length: random.between(2, 4) }, () => ({
    kind: 'time_passes',
    at: random.between(5_000, lastsMs),
    forMs: 0,
    passesMs: random.pick([12 * minuteMs, 2 * hourMs, 9 * hourMs, 3 * dayMs, 9 * dayMs, 40 * dayMs]),
    segmentMs,
  }));
}

function outboxStrike(random: Random): OutboxStrike {
  const how = random.pick(['crash', 'crash', 'freeze', 'stop', 'refused', 'unanswered'] as const);
  if (how === 'refused' || how === 'unanswered') return { how };
  const call = random.pick(['commit', 'query', 'append', 'append'] as const);
  return { how, call, when: random.pick(['before', 'applied', 'after']) };
}

/** In one run of twenty-five each. */
export function planWorlds(random: Random, shape: Shape, lastsMs: number): PlannedFault[] {
  return worldKinds.flatMap((kind) => {
    const one = random.of(kind);
    return shape.kinds.has(kind) && (shape.named || one.chance(1 / 25)) ? worlds[kind](one, shape, lastsMs) : [];
  });
}
