import { attributes } from './attributes.ts';
import type { MetricEntry } from './metrics.ts';

const service = attributes.rpcService;
const method = attributes.rpcMethod;

/** Who can be called, and how calls to tools are spread. */
export const toolMetrics = {
  'turnfleet.registry.listed': {
    kind: 'gauge',
    scope: 'turnfleet/service',
    labels: [service],
    description: 'Whether a registry lists this instance: 1, or 0 while none was told of it',
  },
  'turnfleet.registry.away': {
    kind: 'gauge',
    scope: 'tools',
    description: 'Whether no registry answers: 1 while tools and instances stay as they were known',
  },
  'turnfleet.tools.instances': {
    kind: 'gauge',
    scope: 'tools',
    unit: '{instance}',
    labels: [service, 'version', 'state'],
    description: 'Instances known, by what they are good for: called, draining, inspected, refused',
  },
  'turnfleet.tools.refused': {
    kind: 'gauge',
    scope: 'tools',
    unit: '{tool}',
    labels: [service, 'version'],
    description: 'Tools that are not offered because their annotation is broken or another service has their name',
  },
  'turnfleet.tools.breaker': {
    kind: 'gauge',
    scope: 'tools',
    labels: [service, method, 'version'],
    description: 'Breaker of a method at a version of a service: 0 closed, 1 half open, 2 open',
  },
  'turnfleet.tools.waiting': {
    kind: 'gauge',
    scope: 'tools',
    unit: '{call}',
    labels: [service, 'version'],
    description: 'Calls that wait because as many run as one service may have at once',
  },
  'turnfleet.tools.hedges': {
    kind: 'counter',
    scope: 'tools',
    labels: [service],
    description: 'Second attempts at another instance because the first took longer than nearly all',
  },
  'turnfleet.tools.ejections': {
    kind: 'counter',
    scope: 'tools',
    labels: [service],
    description: 'Times that an instance was left alone because it failed or was far slower than its neighbours',
  },
  'turnfleet.tools.reads': {
    kind: 'counter',
    scope: 'tools',
    unit: '{read}',
    labels: ['tool', 'from', 'age'],
    description:
      'Reads of tools by where they were answered from: memory, redis, disk, shared (a call of somebody else), service. Age: within the max age, or older',
  },
  'turnfleet.tools.ahead': {
    kind: 'counter',
    scope: 'tools',
    unit: '{call}',
    labels: ['tool', 'what'],
    description:
      'Calls made ahead of the question that is likely next: asked; of those used, as the question came, and wasted',
  },
  'turnfleet.tools.kept.bytes': {
    kind: 'gauge',
    scope: 'tools',
    unit: 'By',
    description: 'JSON of the results that a process keeps in its memory',
  },
  'turnfleet.tools.kept.entries': {
    kind: 'gauge',
    scope: 'tools',
    unit: '{result}',
    description: 'Results that a process keeps in its memory',
  },
  'turnfleet.tools.kept.overtaken': {
    kind: 'counter',
    scope: 'tools',
    unit: '{result}',
    labels: ['tool'],
    description: 'Results that were not kept because something changed while they were asked for',
  },
  'turnfleet.tools.kept.changes': {
    kind: 'counter',
    scope: 'tools',
    unit: '{change}',
    labels: ['kind', 'gap'],
    description: 'Changes in the shop that were heard; gap: changes may have been missed before',
  },
  'turnfleet.tools.kept.failures': {
    kind: 'counter',
    scope: 'tools',
    labels: ['store'],
    description: 'Times that Redis or the file of results could not be used; reads go on without it',
  },
  'turnfleet.tools.kept.unreadable': {
    kind: 'counter',
    scope: 'tools',
    labels: ['store'],
    description: 'Things found in Redis or the file of results that are no result; they are ignored',
  },
  'turnfleet.tools.left_out': {
    kind: 'counter',
    scope: 'tools',
    unit: '{call}',
    labels: ['tool', 'step', 'priority'],
    description:
      'Calls of turns that were not made because the fleet is busy, by the step of the table that switched them off',
  },
  'turnfleet.shedding.level': {
    kind: 'gauge',
    scope: 'tools',
    description: 'How many steps of the table of what is left out hold: 0 in a calm fleet, 3 when it is overloaded',
  },
  'turnfleet.tools.reconnects': {
    kind: 'counter',
    scope: 'tools',
    labels: [service],
    description: 'Channels to services that were made anew because nothing was connected in time',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
