import { descriptorSet } from '@turnfleet/contract/grpc';
import { type Reply, shopTimeZone } from '@turnfleet/contract/schemas';
import type { ConversationGateway, DialogueTimes } from '@turnfleet/conversation';
import { type Clock, type Logger, RetryBudget, silentLogger } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import type { FlowSet, Recognise } from '@turnfleet/flows';
import { BudgetKeeper, type BudgetStore, builtInCatalogue, type Catalogue, plainRouter } from '@turnfleet/model';
import { type ScriptedModel, scriptedModel } from '@turnfleet/model/testing';
import { acquirePartition, createReadPositions } from '@turnfleet/ownership';
import { type ReadTool, readAnew, type Shedding, toolsFrom } from '@turnfleet/tools';
import { type ScriptedTool, scriptedTransport } from '@turnfleet/tools/testing';
import {
  answerWithoutModel,
  type DeskHours,
  type Granted,
  grantedToEverybody,
  modelSteps,
  type OfferedTools,
  prompter,
  recordDecoder,
  routeMetrics,
  type Trust,
  type TrustCommand,
  toolOffers,
  toolsOfTurn,
  trustEverybody,
  trustEveryCommand,
  turnFlows,
  turnGrounder,
  watchUsageTopic,
} from '@turnfleet/turn';
import type { LogRecord, RunContext } from '@turnfleet/turn-engine';
import { type AnsweringDeps, answeringSide } from '@turnfleet/worker';
import { acquireDeps } from './acquire-deps.ts';
import { type Meddle, meddledSteps } from './meddle.ts';
import { meddledPorts } from './meddled-ports.ts';
import { partitions, type World } from './world.ts';

export const allTools = toolsFrom(descriptorSet);
const offersWith = (flows: (() => FlowSet) | null) =>
  toolOffers(
    () => allTools,
    () => 1_000,
    flows,
  );

export interface WorkerOptions {
  readonly model?: Parameters<typeof scriptedModel>[0];
  readonly tools?: Readonly<Record<string, ScriptedTool>>;
  readonly meddle?: Meddle;
  /** One model at one endpoint if not given. */
  readonly catalogue?: Catalogue;
  readonly logger?: Logger;
  readonly retries?: number;
  readonly budgets?: BudgetStore;
  /** Every read is a call if not given. */
  readonly readTool?: ReadTool;
  /** Nothing is left out if not given. */
  readonly shedding?: Pick<Shedding, 'leftOut'>;
  readonly granted?: Granted;
  readonly dialogue?: { readonly flows: () => FlowSet; readonly recognise: Recognise };
  readonly trust?: (gateway: ConversationGateway) => Trust;
  readonly suggest?: OfferedTools['suggest'];
  /** Answers are checked against what tools returned. */
  readonly grounded?: boolean;
  /** How long dialogues wait; not given: for ever. */
  readonly times?: DialogueTimes;
  readonly trustCommand?: TrustCommand;
  /** No agents are there if not given. */
  readonly deskHours?: DeskHours | null;
  readonly handoffFromValue?: number;
  /** How far the clock of its process is ahead of that of the store. */
  readonly clockAheadMs?: number;
}

/** The cheapest of the built-in catalogue alone: what it fails, nobody else answers. */
const oneModel: Catalogue = {
  ...builtInCatalogue,
  models: new Map([...builtInCatalogue.models].slice(0, 1)),
  rules: builtInCatalogue.rules.slice(-1),
};

/** One worker of the world, with real code between scripted model, scripted tools and the world's ports. */
export function createWorker(world: World, name: string, options: WorkerOptions = {}) {
  const { log } = world;
  const { logger = silentLogger, meddle = () => undefined, catalogue = oneModel, clockAheadMs = 0 } = options;
  const clock: Clock = {
    now: () => world.clock.now() + clockAheadMs,
    monotonic: () => world.clock.monotonic(),
    setTimer: (ms, fire) => world.clock.setTimer(ms, fire),
  };
  const model: ScriptedModel = scriptedModel(options.model ?? [{ text: `${name} says: 3 in stock.` }]);
  const transport = scriptedTransport(options.tools ?? {});
  const offer = offersWith(options.dialogue?.flows ?? null);
  const retryBudget = new RetryBudget();
  const ended: Reply[] = [];
  const steps = meddledSteps(meddle);
  const { ports, watching } = meddledPorts(world.server.connect(), log, steps.take);
  /** `watching`: subscriptions that are open. */
  const counts = {
    began: 0,
    abridged: 0,
    usageRefused: 0,
    deadLettered: 0,
    expired: 0,
    misrouted: 0,
    ranOut: [] as string[],
    outdated: 0,
    untold: 0,
    handoffs: [] as string[],
    commands: [] as string[],
    get watching() {
      return watching();
    },
  };
  const known = createReadPositions();
  const retries = new RetryBudget(options.retries ?? 10);
  const common = { clock, logger, limits: world.limits };
  const countTokens = (text: string): number => Math.ceil(text.length / 4);
  const deps: AnsweringDeps = {
    ...common,
    partitions,
    known,
    usage: watchUsageTopic(logger, () => counts.usageRefused++),
    budgets: new BudgetKeeper({
      store: options.budgets ?? world.budgets,
      clock,
      budgets: () => catalogue.budgets,
      events: { away: () => undefined, uncounted: () => undefined },
    }),
    newId: countingIds(name),
    group: 'orchestrators',
    decode: recordDecoder(clock, 30_000),
    attempts: 3,
    longestWorkMs: 30_000,
    steps: modelSteps({
      ...common,
      ...{ model, router: plainRouter(clock, catalogue, () => 0.5), routes: routeMetrics(), random: () => 0.5 },
      retries,
    }),
    withoutModel: answerWithoutModel(clock),
    flows: options.dialogue
      ? turnFlows({ ...options.dialogue, clock, zoneOf: () => shopTimeZone, count: () => undefined })
      : null,
    prompt: prompter({ clock, countTokens, zoneOf: () => shopTimeZone }),
    timeZone: shopTimeZone,
    toolsOfTurn: toolsOfTurn(
      {
        ...{ transport, clock, retryBudget, zoneOf: () => shopTimeZone },
        readTool: options.readTool ?? readAnew(clock),
        ...(options.shedding && { shedding: options.shedding }),
      },
      options.granted ?? grantedToEverybody,
    ),
    offer: (conversationId) => ({ ...offer(conversationId), suggest: options.suggest ?? (() => []) }),
    trust: options.trust?.(world.state.gateway) ?? trustEverybody,
    trustCommand: options.trustCommand ?? trustEveryCommand,
    handoffs: { ...world.handoffs, put: (change) => steps.take('put handoff', () => world.handoffs.put(change)) },
    handoffMetrics: {
      changed: (change) => void counts.handoffs.push(change),
      commanded: ({ kind, outcome }) => void counts.commands.push(`${kind} ${outcome}`),
      untold: () => void counts.untold++,
    },
    deskHours: options.deskHours ?? null,
    handoffFromValue: options.handoffFromValue ?? null,
    zoneOf: () => shopTimeZone,
    // Most scripted models say what no scripted tool returned.
    ground: turnGrounder({
      clock,
      zoneOf: () => shopTimeZone,
      off: new Set(options.grounded ? [] : ['*']),
    }),
    ...ports,
    metrics: {
      ended: (reply) => void ended.push(reply),
      began: () => void counts.began++,
      abridged: (_, replies) => void (counts.abridged += replies),
      budgetUncounted: () => undefined,
      usageRefused: () => void counts.usageRefused++,
      deadLettered: () => void counts.deadLettered++,
      expired: () => void counts.expired++,
      misrouted: () => void counts.misrouted++,
    },
    timerMetrics: {
      ranOut: (kind) => void counts.ranOut.push(kind),
      outdated: () => void counts.outdated++,
      untold: () => void counts.untold++,
    },
    times: options.times ?? {},
  };
  const { process, commit, stream } = answeringSide(deps);
  const undisturbed = { signal: new AbortController().signal, alone: false, holds: async () => undefined };
  const claim = (partition: number, { signal, holds }: Pick<RunContext, 'signal' | 'holds'> = undisturbed) =>
    acquirePartition(
      {
        ...acquireDeps(world),
        store: ports.store,
        current: ports.store.current.bind(ports.store),
        logger,
        holds,
        known,
      },
      partition,
      signal,
    );
  return {
    deps,
    model,
    transport,
    /** Replies counted as ended. */
    ended,
    counts,
    /** Every step begun, in order. */
    seen: steps.seen,
    claim,
    process,
    commit,
    stream,
    /** Claims the partition of the record, or of the records that run together, and works on it. */
    async run(records: LogRecord | readonly LogRecord[], context: Partial<RunContext> = {}) {
      const group = [records].flat();
      return process(group, await claim(group[0]?.partition ?? 0), { ...undisturbed, ...context });
    },
  };
}

export type WorldWorker = ReturnType<typeof createWorker>;
