import { topics } from '@turnfleet/contract/events';
import { type ConversationState, type Fence, isOfOtherPartitions } from '@turnfleet/conversation';
import {
  type Check,
  type Clock,
  type Logger,
  type NewId,
  RetryBudget,
  Semaphore,
  type Turnstile,
} from '@turnfleet/core';
import { type CountTokens, type ModelClient, type ModelEntry, openAiTools } from '@turnfleet/model';
import {
  acquirePartition,
  createReadPositions,
  type MaintenanceDeps,
  maintenanceMetrics,
  monitorFences,
  rebuildMetrics,
  recordLimits,
  repairGaps,
  startMaintenance,
} from '@turnfleet/ownership';
import { tracedLog } from '@turnfleet/telemetry';
import type { Tool } from '@turnfleet/tools';
import type { ToolsOfTurn } from '@turnfleet/turn';
import {
  endOvertaken,
  type ProcessDeps,
  recordDecoder,
  recordProcessor,
  refOf,
  suggester,
  tracedStore,
  turnMetrics,
  watchUsageTopic,
} from '@turnfleet/turn';
import { startTurnEngine, type TurnLog } from '@turnfleet/turn-engine';
import { observeEngine } from './engine-metrics.ts';
import { joiningLaneOf, laneOf } from './lane.ts';
import { watchLiveness } from './liveness.ts';

/** What of the orchestrator's configuration decides how turns are answered. */
export interface WorkerConfig {
  readonly KAFKA_GROUP_ID: string;
  readonly TURN_DEADLINE_SECONDS: number;
  readonly COALESCE_MS: number;
  /** An IANA name. */
  readonly SHOP_TIME_ZONE: string;
  readonly DRAIN_SECONDS: number;
  readonly MAX_TURNS_IN_FLIGHT: number;
  readonly MAX_TURN_ATTEMPTS: number;
}

/** Log and state of the fleet. */
export interface WorkerPorts extends ConversationState {
  readonly log: TurnLog;
  /** Of `chat.turns`, `chat.replies` and `chat.conversations`. */
  readonly partitions: number;
  readonly checks: readonly Check[];
}

export interface WorkerDeps extends WorkerPorts {
  readonly config: WorkerConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly model: {
    readonly client: ModelClient;
    readonly entry: ModelEntry;
    readonly countTokens: CountTokens;
  };
  readonly toolBox: {
    /** The same array for the life of the process. */
    readonly tools: readonly Tool[];
    readonly ofTurn: ToolsOfTurn;
  };
  /** Where turns begin, a few in each turn of the event loop; absent: all at once. */
  readonly turnstile?: Pick<Turnstile, 'pass'>;
  /** See `MaintenanceDeps`. */
  readonly maintenance: Pick<MaintenanceDeps, 'idleMs' | 'everyMs' | 'random'>;
}

/** A member of the group at work. Whoever started it stops its model and tools after it. */
export interface Worker {
  /** Rejects when only a new process helps. */
  readonly failed: Promise<never>;
  /** Takes nothing more, lets what runs finish within the grace time, commits and leaves. */
  stop(): Promise<void>;
}

const commitIntervalMs = 500;
const bytesInFlight = 256 * 2 ** 20;
const restoresAtOnce = 2;
/** The group gives a silent worker up after 8 s; so it has a second left to append what it has just asked for. */
const leaseMs = 7_000;

/** All of the orchestrator that answers turns, over whatever log, state, model and tools it is given. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { config, clock, logger, model, toolBox, newId, journal, gateway, partitions } = deps;
  const log = tracedLog(deps.log, 'turnfleet/orchestrator');
  const store = tracedStore(deps.store);
  const turnDeadlineMs = config.TURN_DEADLINE_SECONDS * 1_000;
  const known = createReadPositions();
  const limits = recordLimits(log, logger);
  await limits.read();
  const turns = turnMetrics();
  const decode = recordDecoder(clock, turnDeadlineMs);
  const answering: ProcessDeps = {
    clock,
    logger,
    newId,
    log,
    store,
    gateway,
    journal,
    partitions,
    known,
    countTokens: model.countTokens,
    toolTokens: model.countTokens(JSON.stringify(openAiTools(toolBox.tools))),
    timeZone: config.SHOP_TIME_ZONE,
    longestWorkMs: turnDeadlineMs,
    group: config.KAFKA_GROUP_ID,
    decode,
    attempts: config.MAX_TURN_ATTEMPTS,
    model: model.client,
    entry: model.entry,
    retries: new RetryBudget(),
    tools: toolBox.tools,
    toolsOfTurn: toolBox.ofTurn,
    suggest: suggester(toolBox.tools),
    metrics: turns,
    limits,
    usage: watchUsageTopic(logger, (kind) => turns.usageRefused(kind)),
  };
  const process = recordProcessor(answering);
  const restoring = new Semaphore(restoresAtOnce);
  const rewriting = { current: store.current.bind(store), append: log.append.bind(log), known, limits };
  const rebuilding = rebuildMetrics();
  const taking = { store, log, partitions, clock, logger, restoring, metrics: rebuilding, ...rewriting };
  const owned = monitorFences({ store, clock, logger });
  // No conversation is at home in partitions that were added since, and the other topics need not have them.
  const atHome = () => owned.fences.filter(({ partition }) => partition < partitions);
  const owning = { store, log, clock, logger, known, metrics: maintenanceMetrics(), owned: atHome };
  const hopeless = Promise.withResolvers<never>();
  hopeless.promise.catch(() => undefined); // whoever looks at `failed` is told
  const maintenance = startMaintenance({ ...owning, ...rewriting, ...deps.maintenance });
  const repairing = repairGaps({ ...owning, ...rewriting }, () => engine);
  const overtaking = endOvertaken(
    {
      ...answering,
      turnOf: (record) => refOf(decode(record)),
      owned: atHome,
      counted: rebuilding,
    },
    () => engine,
  );
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
    laneOf: config.COALESCE_MS > 0 ? joiningLaneOf(decode, partitions) : laneOf(decode),
    claim: async (partition, { signal, holds, moves }) => {
      const fence = await acquirePartition({ ...taking, holds, moves }, partition, signal);
      owned.took(fence);
      return fence;
    },
    process: async (...args) => {
      await deps.turnstile?.pass();
      return process(...args);
    },
    events: {
      failed: ({ partition, offset }, error, failures) =>
        logger.error(
          { err: error, partition, offset: String(offset), failures },
          'work on a record failed and is repeated',
        ),
      claimFailed: (partition, error) => {
        if (isOfOtherPartitions(error)) return hopeless.reject(error);
        logger.warn({ err: error, partition }, 'a partition could not be taken; trying again');
      },
      lost: (partition, running) => {
        owned.lost(partition);
        logger.info({ partition, running }, 'a partition went to another worker');
      },
      overtaken: (...jump) => overtaking.overtaken(...jump),
      commitFailed: (error) => logger.warn({ err: error }, 'offsets could not be committed; trying again'),
    },
  });
  owned.start((partition, fence) => engine.reclaim(partition, fence));
  maintenance.start(engine);
  repairing.start();
  overtaking.start();
  const liveness = watchLiveness(clock, engine, deps.checks);
  const unobserve = observeEngine(() => engine.stats());
  return {
    failed: Promise.race([liveness.failed, hopeless.promise]),
    stop: async () => {
      liveness.stop();
      const tended = Promise.all([maintenance.stop(), repairing.stop(), overtaking.stop()]);
      owned.stop();
      const report = await engine.drain().finally(unobserve);
      await tended;
      logger.info(report, 'the turn engine has drained');
    },
  };
}
