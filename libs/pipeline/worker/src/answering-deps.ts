import { nowhereElse, zoneOf } from '@turnfleet/contract/schemas';
import { RetryBudget } from '@turnfleet/core';
import { BudgetKeeper } from '@turnfleet/model';
import {
  answerWithoutModel,
  flowCounter,
  handoffMetrics,
  modelSteps,
  prompter,
  routeMetrics,
  timerMetrics,
  toolOffers,
  trustEverybody,
  trustEveryCommand,
  turnFlows,
  turnGrounder,
  turnMetrics,
  watchBudgets,
  watchUsageTopic,
  type ZoneOf,
} from '@turnfleet/turn';
import type { AnsweringDeps } from './answering.ts';
import type { WorkerDeps } from './worker-deps.ts';

type Shared = Pick<AnsweringDeps, 'log' | 'store' | 'partitions' | 'known' | 'limits' | 'clock' | 'logger' | 'decode'>;

/** What turns are answered with, as the configuration has it. `shared`: also used by those who look after partitions. */
export function answeringDeps(deps: WorkerDeps, shared: Shared): AnsweringDeps {
  const { config, model, toolBox, dialogue } = deps;
  const { clock, logger, limits } = shared;
  const { client, router, countTokens } = model;
  const metrics = turnMetrics();
  const zones = { shop: config.SHOP_TIME_ZONE, elsewhere: config.SHOP_TIME_ZONES ?? nowhereElse };
  const here: ZoneOf = (turn) => zoneOf(zones, turn);
  return {
    ...shared,
    newId: deps.newId,
    gateway: deps.gateway,
    journal: deps.journal,
    handoffs: deps.handoffs,
    trust: deps.trust ?? trustEverybody,
    trustCommand: deps.trustCommand ?? trustEveryCommand,
    budgets: new BudgetKeeper({
      store: deps.budgets,
      clock,
      budgets: model.budgets ?? (() => []),
      events: watchBudgets(logger, metrics),
    }),
    usage: watchUsageTopic(logger, (kind) => metrics.usageRefused(kind)),
    metrics,
    handoffMetrics: handoffMetrics(),
    timerMetrics: timerMetrics(),
    deskHours: config.DESK_HOURS ?? null,
    handoffFromValue: config.HANDOFF_ORDER_VALUE ?? null,
    times: config.DIALOGUE_TIMES ?? {},
    timeZone: config.SHOP_TIME_ZONE,
    zoneOf: here,
    steps: modelSteps({
      ...{ model: client, router, routes: routeMetrics(), random: deps.maintenance.random },
      ...{ retries: new RetryBudget(), limits, clock, logger },
    }),
    withoutModel: answerWithoutModel(clock),
    flows: dialogue ? turnFlows({ ...dialogue, clock, zoneOf: here, count: flowCounter() }) : null,
    prompt: prompter({ clock, zoneOf: here, countTokens }),
    toolsOfTurn: toolBox.ofTurn,
    offer: toolOffers(toolBox.offer, countTokens, dialogue?.flows ?? null),
    ground: turnGrounder({ clock, zoneOf: here, off: config.GROUNDING_OFF }),
    group: config.KAFKA_GROUP_ID,
    attempts: config.MAX_TURN_ATTEMPTS,
    longestWorkMs: config.TURN_DEADLINE_SECONDS * 1_000,
  };
}
