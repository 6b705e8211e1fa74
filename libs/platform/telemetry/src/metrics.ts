import { admissionMetrics } from './admission-metrics.ts';
import { attributes } from './attributes.ts';
import { changeMetrics } from './change-metrics.ts';
import { deskMetrics } from './desk-metrics.ts';
import { flowMetrics } from './flow-metrics.ts';
import { handoffMetrics } from './handoff-metrics.ts';
import { ingressMetrics } from './ingress-metrics.ts';
import { modelMetrics } from './model-metrics.ts';
import { timerMetrics } from './timer-metrics.ts';
import { toolMetrics } from './tool-metrics.ts';

/** What is to be known of an instrument; `docs/reference/metrics.md` shows all of them. */
export interface MetricEntry {
  readonly kind: 'counter' | 'up-down counter' | 'gauge' | 'histogram';
  /** Instrumentation scope. */
  readonly scope: string;
  /** UCUM, as OpenTelemetry asks; durations are seconds. */
  readonly unit?: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[];
  readonly description: string;
}

const orchestrator = 'turnfleet/orchestrator';

const turnBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;
const rebuildBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900] as const;

/** Every instrument of the product. What is not in here cannot be created: `counter`, `histogram` and the others take names of it. */
export const metricCatalogue = {
  'turnfleet.turns': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['status', 'kind'],
    description: 'Turns that ended, by status and error kind',
  },
  'turnfleet.turn.duration': {
    kind: 'histogram',
    scope: orchestrator,
    unit: 's',
    labels: ['status'],
    buckets: turnBuckets,
    description: 'Time from submission to the end of a turn',
  },
  ...modelMetrics,
  ...flowMetrics,
  ...handoffMetrics,
  ...deskMetrics,
  'turnfleet.turn.queue_age': {
    kind: 'histogram',
    scope: orchestrator,
    unit: 's',
    buckets: turnBuckets,
    description: 'Time a turn waited in the log before work began',
  },
  'turnfleet.grounding.sentences': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['outcome'],
    description:
      'Sentences of answers with a figure in them: `checked`; of those `held` back because no tool result supports it; of those `replaced` by an honest one after a correction',
  },
  'turnfleet.turn.first_token': {
    kind: 'histogram',
    scope: orchestrator,
    unit: 's',
    buckets: turnBuckets,
    description: 'Time from submission to the first word of the answer',
  },
  'turnfleet.tool.duration': {
    kind: 'histogram',
    scope: orchestrator,
    unit: 's',
    labels: ['tool', 'outcome'],
    buckets: turnBuckets,
    description: 'Time of a tool call as the turn saw it',
  },
  'turnfleet.tokens': {
    kind: 'counter',
    scope: orchestrator,
    unit: '{token}',
    labels: ['model', 'tenant', 'direction'],
    description:
      'Tokens of model calls, by model, tenant and direction; tenants beyond the first hundred of a process are "other"',
  },
  'turnfleet.cost': {
    kind: 'counter',
    scope: orchestrator,
    unit: 'USD',
    labels: ['model', 'tenant'],
    description: 'What model calls cost, by model and tenant; chat.usage has it exactly',
  },
  ...timerMetrics,
  ...toolMetrics,
  ...changeMetrics,
  'turnfleet.dead_letters': {
    kind: 'counter',
    scope: orchestrator,
    description: 'Records sent to the dead letters',
  },
  'turnfleet.expired': {
    kind: 'counter',
    scope: orchestrator,
    description:
      'Turns refused because they are older than what the ledger knows: whether they were answered is not known',
  },
  'turnfleet.misrouted': {
    kind: 'counter',
    scope: orchestrator,
    description: 'Records forwarded to their home partition',
  },
  'turnfleet.ignored_extensions': {
    kind: 'counter',
    scope: orchestrator,
    description: 'CloudEvents extensions that could not be read',
  },
  'turnfleet.replies.abridged': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['when'],
    description: 'Replies shortened to fit into a record, before their commit or after the log refused them',
  },
  'turnfleet.budget.uncounted': {
    kind: 'counter',
    scope: orchestrator,
    labels: [],
    description: 'Model calls sent while budgets could not be counted, so that limits may be overspent',
  },
  'turnfleet.usage.refused': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['kind'],
    description: 'Records that chat.usage refused for good, by error kind',
  },
  'turnfleet.engine.state': {
    kind: 'gauge',
    scope: orchestrator,
    labels: ['state'],
    description: 'State of the turn engine: 1 for the present one, 0 for the others',
  },
  'turnfleet.engine.in_flight': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{turn}',
    description: 'Turns being worked on',
  },
  'turnfleet.engine.capacity': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{turn}',
    description: 'Turns that may be worked on at once',
  },
  'turnfleet.engine.waiting': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{turn}',
    description: 'Turns fetched and waiting for their lane',
  },
  'turnfleet.engine.suspects': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{turn}',
    description: 'Turns that may have ended a worker, waiting to run alone',
  },
  'turnfleet.engine.held': {
    kind: 'gauge',
    scope: orchestrator,
    unit: 'By',
    description: 'Bytes of the records held',
  },
  'turnfleet.engine.queue_age': {
    kind: 'gauge',
    scope: orchestrator,
    unit: 's',
    description: 'Age of the longest waiting turn',
  },
  'turnfleet.engine.frontier_lag': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{record}',
    description: 'Records from the frontier to the newest delivered',
  },
  'turnfleet.engine.partitions': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{partition}',
    description: 'Partitions owned',
  },
  'turnfleet.log.held_back': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{record}',
    description: 'Records behind open transactions, from the last stable offset to the end of the partitions owned',
  },
  'turnfleet.partitions.added': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{partition}',
    description: 'Partitions that were added to topics since this process counted them',
  },
  'turnfleet.rebuild.duration': {
    kind: 'histogram',
    scope: orchestrator,
    unit: 's',
    labels: ['reason'],
    buckets: rebuildBuckets,
    description: 'Time to bring a partition up to the log, by reason',
  },
  'turnfleet.rebuild.records': {
    kind: 'counter',
    scope: orchestrator,
    unit: '{record}',
    labels: ['reason'],
    description: 'Records read to bring partitions up to the log',
  },
  'turnfleet.rebuild.conversations': {
    kind: 'counter',
    scope: orchestrator,
    unit: '{conversation}',
    labels: ['reason'],
    description: 'Conversations of which the log had something that the store might lack',
  },
  'turnfleet.snapshots.unreadable': {
    kind: 'counter',
    scope: orchestrator,
    unit: '{record}',
    description: 'Records of chat.conversations that this version cannot read, counted by each reading',
  },
  'turnfleet.turns.overtaken': {
    kind: 'counter',
    scope: orchestrator,
    description: 'Offsets of chat.turns that retention deleted before the group had finished them',
  },
  'turnfleet.conversations.forgotten': {
    kind: 'counter',
    scope: orchestrator,
    unit: '{conversation}',
    description: 'Conversations that were tombstoned because nobody wrote in them for a long time',
  },
  ...ingressMetrics,
  ...admissionMetrics,
  'rpc.server.call.duration': {
    kind: 'histogram',
    scope: '@turnfleet/service-kit',
    unit: 's',
    labels: [attributes.rpcSystem, attributes.rpcService, attributes.rpcMethod, attributes.rpcGrpcStatus],
    description: 'How long calls took to answer.',
  },
  'turnfleet.dependency.failing': {
    kind: 'gauge',
    scope: 'turnfleet/backbone',
    labels: ['dependency'],
    description: 'Whether a dependency is away or refuses what is needed of it; /readyz says what is wrong',
  },
  'turnfleet.kafka.writes.refused': {
    kind: 'counter',
    scope: 'turnfleet/kafka',
    labels: ['place', 'code'],
    description: 'Requests to write to a topic, or as a group, that a broker refused for now',
  },
  'turnfleet.state.unreadable': {
    kind: 'counter',
    scope: 'turnfleet/redis',
    labels: ['what'],
    description: 'Parts of conversations in Redis that this version cannot read, each time they were met',
  },
  'turnfleet.redis.masters_away': {
    kind: 'gauge',
    scope: 'turnfleet/redis',
    unit: '{server}',
    description: 'Masters of the Redis Cluster that do not answer; their partitions wait',
  },
  'turnfleet.clock.ahead': {
    kind: 'gauge',
    scope: 'turnfleet/redis',
    unit: 's',
    description: 'How far the clock of this process is ahead of that of Redis; negative: behind it',
  },
  'turnfleet.escaped_errors': {
    kind: 'counter',
    scope: 'process',
    labels: [attributes.errorType],
    description: 'Errors that nobody caught: each is a bug, and one turn or less that failed because of it',
  },
} as const satisfies Record<string, MetricEntry>;
