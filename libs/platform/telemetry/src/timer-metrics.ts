import type { MetricEntry } from './metrics.ts';

/** Dialogues that end by themselves. */
export const timerMetrics = {
  'turnfleet.timers.ran_out': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{timer}',
    labels: ['kind'],
    description: 'Dialogues that ended as nobody wrote, by which of their times ran out',
  },
  'turnfleet.timers.outdated': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{timer}',
    description: 'Timers that came to a conversation which had gone on, and did nothing',
  },
  'turnfleet.events.refused': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    unit: '{event}',
    description: 'Records that chat.events did not take within ten seconds',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
