import { topics } from '@turnfleet/contract/events';
import { builtInCatalogue, parseUsd } from '@turnfleet/model';
import { budgetsOf } from '../model/model-park.ts';
import { variedCatalogue } from '../model/varied-catalogue.ts';
import type { WorldKind } from '../plan/plan-worlds.ts';
import type { World } from '../world.ts';
import { after, type FaultTable } from './fault-table.ts';

const retentionMs = 7 * 24 * 3_600_000;
/** Time passes in such steps; what waits for longer than a beat has its turn after each. */
const stepMs = 12 * 3_600_000;
const betweenStepsMs = 3_000;
const lookEveryMs = 200;
/** A reply in the log is still to be settled. */
const settlesMs = 50;

/** What is strange about the world as a whole. */
export const worldFaults: FaultTable<Exclude<WorldKind, 'long_segments'>> = {
  /** An operator's setting: nothing heals it. */
  record_limit: ({ cluster }, { bytes }) => void (cluster.mostBytes = bytes),
  clock_wrong: (world, fault) => {
    const process = world.fleet.process(fault.worker);
    if (!process) return;
    process.clockAheadMs = fault.aheadMs;
    after(world, fault, () => void (process.clockAheadMs = 0));
  },
  store_clock_back: (world, fault) => {
    world.state.clock.setBack(fault.backMs);
    after(world, fault, () => world.state.clock.setRight());
  },
  /** Somebody else's: records behind its first are read by nobody until it has ended. */
  open_transaction: (world, fault) => {
    const partition = world.cluster.partition(topics.turns, fault.partition % world.plan.partitions);
    partition.hold();
    after(world, fault, () => {
      partition.letGo();
      world.cluster.wakeFetchers();
    });
  },
  model_lies: (world, fault) => {
    world.models.lies = fault;
    after(world, fault, () => void (world.models.lies = null));
  },
  outbox: ({ outbox }, { strike, forMs }) => {
    if (strike) outbox?.strikeNext(strike, forMs);
  },
  /** See `Agents`. */
  people: () => undefined,
  /** Each worker is started so, see `dialogueTimes`. */
  dialogues_end: () => undefined,
  writes_refused: (world, fault) => {
    world.cluster.refusingWrites = true;
    after(world, fault, () => void (world.cluster.refusingWrites = false));
  },
  log_long_away: ({ cluster }, { forMs }) => cluster.goAway(forMs),
  state_long_away: ({ state }, { forMs }) => state.outage.goAway(forMs),
  models_vary: (world, fault) => {
    world.models.catalogue = variedCatalogue(fault);
    after(world, fault, () => void (world.models.catalogue = builtInCatalogue));
  },
  budget_tight: ({ models }, { hardUsd }) => void (models.budgets = budgetsOf(parseUsd(hardUsd) ?? 0n)),
  time_passes: (world, { passesMs, segmentMs }) => passWhenIdle(world, passesMs, segmentMs),
};

/** Days pass between bursts, not in one: what works has no clock that leaps. Where it never comes to rest they do not pass. */
function passWhenIdle(world: World, ms: number, segmentMs: number, looks = 200): void {
  const { answers, time } = world;
  const again = (): void => passWhenIdle(world, ms, segmentMs, looks - 1);
  const isIdle = (): boolean => answers.allAnswered() && isWhole(world);
  const goOn = (): void => (isIdle() ? pass(world, ms, segmentMs) : again());
  if (isIdle()) time.setTimer(settlesMs, goOn);
  else if (looks > 0) time.setTimer(lookEveryMs, again);
}

/** Nobody is stopped or cut off, or finds back from it: who is for hours ends itself, with reason. */
const isWhole = ({ accidents, time }: World): boolean => time.monotonic() >= accidents.awayUntil;

function pass(world: World, leftMs: number, segmentMs: number): void {
  const { time, cluster } = world;
  const ms = Math.min(leftMs, stepMs);
  time.leap(ms);
  world.calm.disturb();
  for (const topic of [topics.turns, topics.replies])
    for (const partition of cluster.partitionsOf(topic)) partition.expire(time.now() - retentionMs, segmentMs);
  if (leftMs > ms) time.setTimer(betweenStepsMs, () => passWhenIdle(world, leftMs - ms, segmentMs));
  // What the log should have forgotten comes again.
  else if (segmentMs > stepMs) cluster.rewindMembers();
}
