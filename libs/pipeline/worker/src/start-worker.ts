import type { WorkerLoad } from '@turnfleet/admission';
import { topics } from '@turnfleet/contract/events';
import { nowhereElse, type ShopZones, zoneOf } from '@turnfleet/contract/schemas';
import type { ConversationState, DialogueTimes, Fence } from '@turnfleet/conversation';
import { type Check, type Clock, type Logger, type NewId, RetryBudget, type Turnstile } from '@turnfleet/core';
import type { FlowSet, Recognise } from '@turnfleet/flows';
import type { HandoffQueue } from '@turnfleet/handoff';
import {
  type Budget,
  BudgetKeeper,
  type BudgetStore,
  type CountTokens,
  type ModelClient,
  type ModelRouter,
} from '@turnfleet/model';
import { createReadPositions, type MaintenanceDeps, recordLimits } from '@turnfleet/ownership';
import { tracedLog } from '@turnfleet/telemetry';
import type { Tool } from '@turnfleet/tools';
import {
  answerWithoutModel,
  type DeskHours,
  flowCounter,
  handoffMetrics,
  modelSteps,
  prompter,
  recordDecoder,
  routeMetrics,
  type ToolsOfTurn,
  type Trust,
  type TrustCommand,
  timerMetrics,
  toolOffers,
  tracedStore,
  trustEverybody,
  trustEveryCommand,
  turnFlows,
  turnGrounder,
  turnMetrics,
  watchBudgets,
  watchUsageTopic,
} from '@turnfleet/turn';
import { type EngineStats, startTurnEngine, type TurnLog } from '@turnfleet/turn-engine';
import { answeringSide } from './answering.ts';
import { engineEvents } from './engine-events.ts';
import type { EngineLife } from './engine-life.ts';
import { joiningLaneOf, laneOf } from './lane.ts';
import { watchLiveness } from './liveness.ts';
import { loadMeasure } from './measure-load.ts';
import { observeEngine } from './observe-engine.ts';
import { owningSide } from './owning.ts';
import { type UpstreamQuotas, withUpstreamQuotas } from './upstream-quotas.ts';

/** What of the orchestrator's configuration decides how turns are answered. */
interface WorkerConfig {
  readonly KAFKA_GROUP_ID: string;
  readonly TURN_DEADLINE_SECONDS: number;
  readonly COALESCE_MS: number;
  /** An IANA name. */
  readonly SHOP_TIME_ZONE: string;
  /** Of tenants and cities elsewhere. */
  readonly SHOP_TIME_ZONES?: ShopZones['elsewhere'];
  /** Tenants whose answers are not checked; `*`: all. */
  readonly GROUNDING_OFF: ReadonlySet<string>;
  /** How long dialogues wait for their shoppers, milliseconds; absent: for ever. */
  readonly DIALOGUE_TIMES?: DialogueTimes;
  /** When agents are there; absent: there are none, and no conversation waits for one. */
  readonly DESK_HOURS?: DeskHours | undefined;
  /** Orders from this value on are for people; absent: value decides nothing. */
  readonly HANDOFF_ORDER_VALUE?: number | undefined;
  readonly DRAIN_SECONDS: number;
  readonly MAX_TURNS_IN_FLIGHT: number;
  readonly MAX_TURN_ATTEMPTS: number;
  /** Of upstreams; absent: they have none. */
  readonly UPSTREAM_QUOTAS?: UpstreamQuotas | undefined;
  /** Whose the turns of an upstream are, where clients sign in. */
  readonly UPSTREAM_TENANT?: string | undefined;
}

/** Log and state of the fleet. */
interface WorkerPorts extends ConversationState {
  readonly log: TurnLog;
  /** Of `chat.turns`, `chat.replies` and `chat.conversations`. */
  readonly partitions: number;
  readonly checks: readonly Check[];
  /** What tenants and users have spent. */
  readonly budgets: BudgetStore;
  /** Who waits for an agent. */
  readonly handoffs: HandoffQueue;
}

export interface WorkerDeps extends WorkerPorts {
  readonly config: WorkerConfig;
  /** Which turns are what they say they are; absent: all, as where nobody signs in. */
  readonly trust?: Trust;
  /** The same of commands of agents. */
  readonly trustCommand?: TrustCommand;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly model: {
    readonly client: ModelClient;
    readonly router: ModelRouter;
    readonly countTokens: CountTokens;
    /** As the catalogue has them now; absent: nobody has one. */
    readonly budgets?: () => readonly Budget[];
  };
  /** Is told of every step that the engine takes. */
  readonly life: Pick<EngineLife, 'step'>;
  readonly toolBox: {
    /** The tools of a turn of the conversation that begins now; the same array for the same tools. */
    readonly offer: (conversationId: string) => readonly Tool[];
    readonly ofTurn: ToolsOfTurn;
  };
  /** Flows as they are now, and what tells which one a message wants; absent: models answer everything. */
  readonly dialogue?: { readonly flows: () => FlowSet; readonly recognise: Recognise };
  /** Where turns begin, a few in each turn of the event loop; absent: all at once. */
  readonly turnstile?: Pick<Turnstile, 'pass'>;
  /** See `MaintenanceDeps`. */
  readonly maintenance: Pick<MaintenanceDeps, 'idleMs' | 'everyMs' | 'random'>;
}

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
  const { config, clock, logger, model, toolBox, newId, journal, gateway, partitions, maintenance, life } = deps;
  const log = tracedLog(deps.log, 'turnfleet/orchestrator');
  const store = tracedStore(deps.store);
  const turnDeadlineMs = config.TURN_DEADLINE_SECONDS * 1_000;
  const known = createReadPositions();
  const limits = recordLimits(log, logger);
  await limits.read();
  const decode = recordDecoder(clock, turnDeadlineMs);
  const metrics = turnMetrics();
  const both = { log, store, partitions, known, limits, clock, logger, newId, decode };
  const { router, countTokens, client } = model;
  const budgets = new BudgetKeeper({
    store: deps.budgets,
    clock,
    budgets: model.budgets ?? (() => []),
    events: watchBudgets(logger, metrics),
  });
  const zones = { shop: config.SHOP_TIME_ZONE, elsewhere: config.SHOP_TIME_ZONES ?? nowhereElse };
  const answering = answeringSide({
    ...both,
    budgets,
    trust: deps.trust ?? trustEverybody,
    trustCommand: deps.trustCommand ?? trustEveryCommand,
    handoffs: deps.handoffs,
    handoffMetrics: handoffMetrics(),
    deskHours: config.DESK_HOURS ?? null,
    handoffFromValue: config.HANDOFF_ORDER_VALUE ?? null,
    zoneOf: (turn) => zoneOf(zones, turn),
    gateway,
    journal,
    metrics,
    timerMetrics: timerMetrics(),
    times: config.DIALOGUE_TIMES ?? {},
    usage: watchUsageTopic(logger, (kind) => metrics.usageRefused(kind)),
    steps: modelSteps({
      ...{ model: client, router, routes: routeMetrics(), random: maintenance.random },
      ...{ retries: new RetryBudget(), limits, clock, logger },
    }),
    withoutModel: answerWithoutModel(clock),
    flows: deps.dialogue
      ? turnFlows({ ...deps.dialogue, clock, zoneOf: (turn) => zoneOf(zones, turn), count: flowCounter() })
      : null,
    prompt: prompter({ clock, zoneOf: (turn) => zoneOf(zones, turn), countTokens }),
    timeZone: config.SHOP_TIME_ZONE,
    toolsOfTurn: toolBox.ofTurn,
    offer: toolOffers(toolBox.offer, countTokens, deps.dialogue?.flows ?? null),
    ground: turnGrounder({ clock, zoneOf: (turn) => zoneOf(zones, turn), off: config.GROUNDING_OFF }),
    group: config.KAFKA_GROUP_ID,
    attempts: config.MAX_TURN_ATTEMPTS,
    longestWorkMs: turnDeadlineMs,
  });
  const owning = owningSide({ ...both, maintenance, handoffs: deps.handoffs }, answering, () => engine);
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
      await budgets.stop();
      logger.info(report, 'the turn engine has drained');
    },
  };
}
