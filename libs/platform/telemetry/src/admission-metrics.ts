import type { MetricEntry } from './metrics.ts';

const ingress = 'turnfleet/ingress';

/** Who is let in, and who is not. */
export const admissionMetrics = {
  'turnfleet.admission.decisions': {
    kind: 'counter',
    scope: ingress,
    labels: ['outcome', 'priority'],
    description:
      'Turns that wanted in: let in `at_once` or `queued`; refused as the fleet is `full`, the tenant has its `share`, the `wait` would be too long, or as its load is `unknown`',
  },
  'turnfleet.admission.estimated_start': {
    kind: 'histogram',
    scope: ingress,
    unit: 's',
    buckets: [0.001, 0.1, 0.5, 1, 2, 5, 10, 20, 60],
    description: 'What those who were let in were told to wait before work on their turn begins',
  },
  'turnfleet.admission.blind': {
    kind: 'gauge',
    scope: ingress,
    description: '1 while no worker has told this door of its load of late, so that it lets in without knowing; else 0',
  },
  'turnfleet.upstream.relayed': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    labels: ['topic', 'outcome'],
    description: 'Records of upstreams’ own topics: brought into `chat.turns` as a `turn`, or kept as a `dead_letter`',
  },
  'turnfleet.upstream.over_quota': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    labels: ['tenant'],
    description: 'Turns of upstreams above the quota of their tenant: they wait at low priority',
  },
  'turnfleet.rate.refused': {
    kind: 'counter',
    scope: ingress,
    labels: ['limit', 'class'],
    description: 'Requests above the limit of a `key`, `user`, `tenant` or `address`, by class',
  },
  'turnfleet.rate.guessing': {
    kind: 'gauge',
    scope: ingress,
    description: '1 while requests cannot be counted with other doors, so that each keeps to its share; else 0',
  },
  'turnfleet.ingress.streams.refused': {
    kind: 'counter',
    scope: ingress,
    labels: ['limit'],
    description: 'Event streams above the limit of a `user` or of the `process`',
  },
  'turnfleet.ingress.shed': {
    kind: 'counter',
    scope: ingress,
    description: 'Requests refused at once as the event loop was too late',
  },
  'turnfleet.ingress.loop_delay': {
    kind: 'gauge',
    scope: ingress,
    unit: 's',
    description: 'How late the event loop was, median of a quarter of a second',
  },
} as const satisfies Record<string, MetricEntry>;
