import type { MetricEntry } from './metrics.ts';

/** What changes in the shop, and how soon nobody uses what was read before. */
export const changeMetrics = {
  'turnfleet.changes.told': {
    kind: 'counter',
    scope: 'turnfleet/service',
    unit: '{change}',
    labels: ['kind'],
    description: 'Changes that a domain service wrote to shop.changes: price, stock, product',
  },
  'turnfleet.changes.untold_age': {
    kind: 'gauge',
    scope: 'turnfleet/service',
    unit: 's',
    labels: ['service'],
    description: 'Age of the oldest change in the outbox of a service; told by the instance that empties it',
  },
  'turnfleet.changes.heard': {
    kind: 'counter',
    scope: 'turnfleet/orchestrator',
    labels: ['kind'],
    description:
      'Changes that this process heard of: price, stock, product; `unreadable` records; `missed`: some will never be told, so all that was kept counts as changed',
  },
  'turnfleet.changes.delay': {
    kind: 'histogram',
    scope: 'turnfleet/orchestrator',
    unit: 's',
    labels: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 300],
    description: 'Time from a change in the shop until this process uses nothing older',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
