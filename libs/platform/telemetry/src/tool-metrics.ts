import { attributes } from './attributes.ts';
import type { MetricEntry } from './metrics.ts';

const service = attributes.rpcService;

/** Who can be called, and how calls to tools are spread. */
export const toolMetrics = {
  'turnfleet.registry.listed': {
    kind: 'gauge',
    scope: 'turnfleet/service',
    labels: [service],
    description: 'Whether a registry lists this instance: 1, or 0 while none was told of it',
  },
  'turnfleet.tools.reconnects': {
    kind: 'counter',
    scope: 'tools',
    labels: [service],
    description: 'Channels to services that were made anew because nothing was connected in time',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
