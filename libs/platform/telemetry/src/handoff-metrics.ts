import type { MetricEntry } from './metrics.ts';

/** Conversations that a person takes over. */
export const handoffMetrics = {
  'turnfleet.handoffs.changed': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{handoff}',
    labels: ['change'],
    description: 'Conversations that began to wait for a person, or changed hands, by what happened',
  },
  'turnfleet.agent.commands': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{command}',
    labels: ['kind', 'outcome', 'reason'],
    description: 'Commands of agents that ended, by what they came to and why they were refused',
  },
  'turnfleet.handoffs.refused': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{event}',
    description: 'Records that chat.handoffs did not take within ten seconds',
  },
  'turnfleet.handoffs.requeued': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{conversation}',
    description: 'Entries that the queue for agents had lost by itself, put back by the owners of their conversations',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
