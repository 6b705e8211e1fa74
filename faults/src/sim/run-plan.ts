import { topics } from '@turnfleet/contract/events';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { HistoryEvent } from '../history/history-event.ts';
import { type FoundRecord, recordEvent } from '../history/record-event.ts';
import { inject } from './faults/inject.ts';
import { leakCheck } from './leak-check.ts';
import type { Outside, Watch } from './outside.ts';
import { timersWithinMs, untilTimersEnd } from './plan/dialogue-times.ts';
import type { Plan } from './plan/plan.ts';
import type { OpenState } from './state/sim-state.ts';
import { freshFor } from './tools/sim-tools.ts';
import { createWorld, type World } from './world.ts';

/** Longest the fleet may take over what is left when nothing goes wrong any more, milliseconds. */
const recoveryMs = 600_000;
/** What was sent late lands, and readers look again, within this. */
const quietMs = 25_000;
/** Who takes 200 ms over each piece of three conversations at once has heard them all after that. */
const hearsOutMs = 120_000;
/** What a fleet that drains may take beyond its grace time. */
const lastWordMs = 5_000;

/** Runs a plan to its end, its state in memory unless told otherwise; everything seen from outside, in the order of time. */
export async function runPlan(
  plan: Plan,
  watch?: (outside: Outside) => Watch,
  openState?: OpenState,
): Promise<readonly HistoryEvent[]> {
  const world = createWorld(plan, watch, openState);
  const { time, recorder, answers, fleet, calm, settings } = world;
  const title = `seed ${plan.seed}`;
  const { partitions } = plan;
  const { attempts } = settings;
  const turnDeadlineMs = settings.turnDeadlineMs + plan.coalesceMs;
  const { maxModelsPerTurn: modelsPerTurn } = world.models.catalogue;
  const set = {
    turnDeadlineMs,
    attempts,
    atOnce: plan.turnsInFlight,
    modelsPerTurn,
    effectsOf: ['reserve_stock'],
    freshFor,
  };
  const timed = { startedAt: time.now(), timersWithinMs };
  recorder.see({ event: 'begin', format: 1, partitions, title, ...set, ...timed });
  const kept = keepRecords(world);
  const start = time.now();
  for (const fault of plan.faults) time.setTimer(fault.at, () => inject(world, fault));
  await time.run(start + plan.healedAt);
  heal(world);
  // From now on: days may have passed that were not planned.
  await time.run(time.now() + recoveryMs, () => !world.clientsBusy() && answers.allAnswered());
  await time.run(time.now() + untilTimersEnd(plan));
  if (plan.overWs) await time.run(time.now() + hearsOutMs);
  await time.run(time.now() + quietMs);
  recorder.see({ event: 'quiet', forMs: quietMs });
  calm.disturb();
  fleet.drainAll();
  await time.run(time.now() + plan.drainSeconds * 1_000 + lastWordMs);
  for (const record of kept()) recorder.see(recordEvent(record, record.timestamp - start), record.timestamp - start);
  for (const { at, ...event } of world.models.bills.all()) recorder.see(event, at);
  for (const event of await world.purses.all(world.models.budgets)) recorder.see(event);
  for (const event of await leakCheck(world)) recorder.see(event);
  await world.state.close();
  await world.outbox?.close();
  recorder.see({ event: 'end' });
  return recorder.history();
}

function heal({ fleet, pool, cluster, state, accidents, recorder, calm, outbox }: World): void {
  recorder.see({ event: 'fault', kind: 'healed' });
  // Of a run in which nothing was broken nothing heals.
  if (accidents.any) calm.disturb();
  for (const process of [...fleet.processes, ...pool.processes]) process.thaw();
  cluster.heal();
  state.outage.heal();
  accidents.heal();
  outbox?.heal();
}

type KeptRecord = FoundRecord & Pick<LogRecord, 'timestamp'>;

/** The records to show in the end: of what is compacted also what is gone by then, of turns what stands there then. */
function keepRecords({ cluster }: World): () => readonly KeptRecord[] {
  const kept: KeptRecord[] = [];
  cluster.watch((record) => {
    const { topic } = record;
    if (
      topic === topics.replies ||
      topic === topics.conversations ||
      topic === topics.deadLetters ||
      topic === topics.usage ||
      topic === topics.changes
    )
      kept.push({ ...record, topic });
  });
  const turns = () => cluster.partitionsOf(topics.turns).flatMap(({ expired, all }) => [...expired, ...all]);
  return () => [...kept, ...turns().map((record) => ({ ...record, topic: topics.turns }))];
}
