import type { WorkerLoad } from '@turnfleet/admission';
import { topics } from '@turnfleet/contract/events';
import type { Fence } from '@turnfleet/conversation';
import { createReadPositions, notingQueue, recordLimits } from '@turnfleet/ownership';
import { tracedLog } from '@turnfleet/telemetry';
import { recordDecoder, tracedStore } from '@turnfleet/turn';
import { type EngineStats, startTurnEngine } from '@turnfleet/turn-engine';
import { answeringSide } from './answering.ts';
import { answeringDeps } from './answering-deps.ts';
import { engineEvents } from './engine-events.ts';
import { joiningLaneOf, laneOf } from './lane.ts';
import { watchLiveness } from './liveness.ts';
import { loadMeasure } from './measure-load.ts';
import { observeEngine } from './observe-engine.ts';
import { owningSide } from './owning.ts';
import { withUpstreamQuotas } from './upstream-quotas.ts';
import type { WorkerDeps } from './worker-deps.ts';

/** A member of the group at work. Whoever started it stops its model and tools after it. */
export interface Worker {
  /** Rejects when only a new process helps. */
  readonly failed: Promise<never>;
  /** How busy it is. */
  load(): Pick<EngineStats, 'capacity' | 'waiting' | 'queueAgeMs'> & { readonly inFlight: number };
  /** The same as doors go by; `name` is that of the process. */
  measure(name: string): Promise<WorkerLoad>;
  /** Takes nothing more, lets what runs finish within the grace time, commits and leaves. */
  stop(): Promise<void>;
}

const commitIntervalMs = 500;
const bytesInFlight = 256 * 2 ** 20;
/** The group gives a silent worker up after 8 s; so it has a second left to append what it has just asked for. */
const leaseMs = 7_000;

/** All of the orchestrator that answers turns, over whatever log, state, model and tools it is given. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { config, clock, logger, newId, partitions, maintenance, life } = deps;
  const handoffs = notingQueue(deps.handoffs);
  const log = tracedLog(deps.log, 'turnfleet/orchestrator');
  const store = tracedStore(deps.store);
  const turnDeadlineMs = config.TURN_DEADLINE_SECONDS * 1_000;
  const known = createReadPositions();
  const limits = recordLimits(log, logger);
  await limits.read();
  const decode = recordDecoder(clock, turnDeadlineMs);
  const shared = { log, store, partitions, known, limits, clock, logger, decode };
  const answers = answeringDeps({ ...deps, handoffs }, shared);
  const answering = answeringSide(answers);
  const owning = owningSide({ ...shared, newId, maintenance, handoffs }, answering, () => engine);
  const plainLane = config.COALESCE_MS > 0 ? joiningLaneOf(decode, partitions) : laneOf(decode);
  const upstreamLane = withUpstreamQuotas(plainLane, {
    ...{ quotas: config.UPSTREAM_QUOTAS ?? new Map(), upstreamTenant: config.UPSTREAM_TENANT ?? null },
    ...{ decode, clock, part: () => engine.assigned() / partitions },
  });
  const hopeless = Promise.withResolvers<never>();
  hopeless.promise.catch(() => undefined); // whoever looks at `failed` is told
  const engine = await startTurnEngine<Fence>({
    log,
    group: config.KAFKA_GROUP_ID,
    topic: topics.turns,
    clock,
    capacity: { turns: config.MAX_TURNS_IN_FLIGHT, bytes: bytesInFlight },
    commitIntervalMs,
    drainMs: config.DRAIN_SECONDS * 1_000,
    stuckAfterMs: 2 * turnDeadlineMs + 30_000,
    leaseMs,
    coalesceMs: config.COALESCE_MS,
    laneOf: upstreamLane,
    claim: (...args) => owning.claim(...args),
    process: async (...args) => {
      await deps.turnstile?.pass();
      return answering.process(...args);
    },
    events: engineEvents(owning, logger, hopeless.reject),
  });
  life.step('join');
  owning.start();
  const liveness = watchLiveness(clock, engine, deps.checks);
  const failed = Promise.race([liveness.failed, hopeless.promise]);
  failed.catch(() => life.step('fail'));
  const unobserve = observeEngine(() => engine.stats());
  return {
    failed,
    measure: loadMeasure({ engine, log: deps.log, clock }),
    load: () => {
      const { running, capacity, waiting, queueAgeMs } = engine.stats();
      return { inFlight: running, capacity, waiting, queueAgeMs };
    },
    stop: async () => {
      life.step('drain');
      liveness.stop();
      const maintained = owning.stop();
      const report = await engine.drain().finally(unobserve);
      await maintained;
      life.step('leave');
      await answers.budgets.stop();
      logger.info(report, 'the turn engine has drained');
    },
  };
}
