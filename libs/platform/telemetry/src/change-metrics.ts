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
} as const satisfies Readonly<Record<string, MetricEntry>>;
