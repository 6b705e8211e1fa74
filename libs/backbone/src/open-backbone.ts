import type { LoadBoard, RateWindows } from '@turnfleet/admission';
import { topics } from '@turnfleet/contract/events';
import {
  type ConversationGateway,
  type ConversationStore,
  type Journal,
  otherPartitions,
} from '@turnfleet/conversation';
import { type Check, type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import {
  chatTopics,
  createEmbeddedLog,
  createMemoryAccess,
  createMemoryBudgets,
  createMemoryFleetStatus,
  createMemoryHandoffs,
  createMemoryLoads,
  createMemoryQuota,
  createMemoryRates,
  createMemorySessions,
  createMemoryState,
} from '@turnfleet/embedded';
import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import type { HandoffQueue } from '@turnfleet/handoff';
import { type LogGauges, openKafkaLog } from '@turnfleet/kafka';
import type { BudgetStore, EndpointQuota } from '@turnfleet/model';
import type { AccessStore } from '@turnfleet/principal';
import {
  createRedisAccess,
  createRedisBudgets,
  createRedisFleetStatus,
  createRedisHandoffs,
  createRedisLoads,
  createRedisQuota,
  createRedisRates,
  createRedisResults,
  createRedisSessions,
  createRedisState,
  openRedis,
} from '@turnfleet/redis';
import { type Running, startParts } from '@turnfleet/service-kit';
import type { SessionStore } from '@turnfleet/session';
import { observeGauge } from '@turnfleet/telemetry';
import type { ResultStore } from '@turnfleet/tools';
import type { LogFeed, TurnLog } from '@turnfleet/turn-engine';

export interface BackboneOptions {
  /** Names this process to Kafka. */
  readonly clientId: string;
  /** `host:port`s of Kafka; undefined: the log lives in this process. */
  readonly brokers: readonly string[] | undefined;
  /** Undefined: the state lives in this process. */
  readonly redisUrl: string | undefined;
  readonly journalTtlMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the parts of the fleet share: the log and the state of conversations. */
export interface Backbone extends Running {
  readonly log: TurnLog;
  /** The same log as news, for what every process has to know. */
  readonly feed: LogFeed;
  readonly store: ConversationStore;
  readonly gateway: ConversationGateway;
  readonly journal: Journal;
  /** What the processes of the fleet know of each other, and what its operators chose. */
  readonly fleetStatus: FleetStatus & RouteChoices;
  /** API keys and tickets of those who come in. */
  readonly access: AccessStore;
  /** Sessions over WebSocket, and what the instances of the ingress tell each other. */
  readonly sessions: SessionStore;
  /** Who waits for an agent, and which agents are there. */
  readonly handoffs: HandoffQueue;
  /** How busy the processes of the fleet are. */
  readonly loads: LoadBoard;
  /** Requests of each who asks, over all doors. */
  readonly rates: RateWindows;
  readonly budgets: BudgetStore;
  /** What the whole fleet asks of the endpoints of models. */
  readonly endpointQuota: EndpointQuota;
  /** What tools returned, for every process of the fleet; absent where there is only this one. */
  readonly toolResults?: (options: Parameters<typeof createRedisResults>[1]) => ResultStore;
  /** Of `chat.turns`, `chat.replies` and `chat.conversations`. */
  readonly partitions: number;
  readonly checks: readonly Check[];
  /**
   * For the readiness of who reads the log, and of nobody else: what somebody has to see to although everything can be
   * reached. Unlike a check it is nothing to wait for.
   */
  readonly notices?: readonly Check[];
  readonly logGauges?: () => LogGauges;
}

interface Part extends Running {
  readonly checks: readonly Check[];
}

/**
 * Opens the log and the state, each by its address or embedded. `overloaded` if one cannot be reached, `not_found` if a
 * topic is missing, `invalid_request` if the topics do not fit together, or have another number of partitions than the
 * state knows; nothing stays open then.
 */
export function openBackbone(options: BackboneOptions): Promise<Backbone> {
  return startParts(async (keep) => {
    const log = keep(await openLog(options));
    const partitions = await sharedPartitions(log.log);
    const { checks, ...state } = keep(await openState(options, partitions));
    const spread = await state.store.partitions();
    if (spread !== null && spread !== partitions) throw otherPartitions(spread, partitions);
    const all = [...log.checks, ...checks];
    keep(observeChecks(all));
    const { notices, logGauges } = log;
    const watched = { ...(notices ? { notices } : {}), ...(logGauges ? { logGauges } : {}) };
    return { ...state, log: log.log, feed: log.feed, partitions, checks: all, ...watched };
  });
}

async function openLog({
  brokers,
  clientId,
  clock,
  logger,
}: BackboneOptions): Promise<Part & Pick<Backbone, 'log' | 'feed' | 'notices' | 'logGauges'>> {
  if (brokers) {
    const log = await openKafkaLog({ brokers, clientId, clock, logger });
    const { partitions, transactions } = log.notices;
    return {
      log,
      feed: log,
      checks: [{ name: 'kafka', problem: () => log.problem() }],
      notices: [
        { name: 'partitions', problem: partitions },
        { name: 'transactions', problem: transactions },
      ],
      logGauges: () => log.gauges(),
      stop: () => log.close(),
    };
  }
  const log = createEmbeddedLog(clock, chatTopics());
  const stop = async (): Promise<void> => {
    const dropped = log.uncommitted();
    await log.close();
    if (dropped > 0) logger.warn({ dropped }, 'the embedded log ends with its process: unanswered turns are dropped');
  };
  return { log, feed: log, checks: [], stop };
}

async function openState({ redisUrl: url, journalTtlMs, clock, logger }: BackboneOptions, partitions: number) {
  if (url === undefined) {
    return {
      ...createMemoryState({ clock, partitions, journalTtlMs }),
      fleetStatus: createMemoryFleetStatus(clock),
      access: createMemoryAccess(clock),
      sessions: createMemorySessions(clock),
      handoffs: createMemoryHandoffs(clock),
      loads: createMemoryLoads(clock),
      rates: createMemoryRates(clock),
      budgets: createMemoryBudgets(),
      endpointQuota: createMemoryQuota(clock),
      checks: [],
      stop: () => Promise.resolve(),
    };
  }
  const redis = await openRedis({ url, clock, logger });
  return {
    ...createRedisState({ redis, partitions, journalTtlMs }),
    fleetStatus: createRedisFleetStatus(redis),
    access: createRedisAccess(redis),
    sessions: createRedisSessions(redis),
    handoffs: createRedisHandoffs(redis),
    loads: createRedisLoads(redis),
    rates: createRedisRates(redis),
    budgets: createRedisBudgets(redis),
    endpointQuota: createRedisQuota(redis),
    toolResults: (options: Parameters<typeof createRedisResults>[1]) => createRedisResults(redis, options),
    checks: [redis.check, redis.clockCheck],
    stop: () => redis.stop(),
  };
}

/** A conversation has one home in all topics, so they must have the same number of partitions. */
async function sharedPartitions(log: TurnLog): Promise<number> {
  const names = Object.values(topics);
  const counts = await Promise.all(names.map((topic) => log.partitionsOf(topic)));
  const [first = 0] = counts;
  if (counts.every((count) => count === first)) return first;
  const listed = names.map((name, i) => `${name} ${counts[i]}`).join(', ');
  throw new TurnfleetError('invalid_request', `The topics do not have the same number of partitions: ${listed}.`, {
    suggestion: 'Delete the ones that differ if they are empty and run `npx turnfleet topics create`.',
  });
}

/** What `/readyz` says, for alerts: 1 for each dependency that is away or refuses what is needed of it, else 0. */
function observeChecks(checks: readonly Check[]): Running {
  const unobserve = observeGauge('turnfleet.dependency.failing', (result) => {
    for (const check of checks) result.observe(check.problem() === null ? 0 : 1, { dependency: check.name });
  });
  return { stop: async () => unobserve() };
}
