import type { MetricEntry } from './metrics.ts';

const desk = 'turnfleet/agent-desk';

/** Agents, what they have, and what they do. */
export const deskMetrics = {
  'turnfleet.desk.conversations': {
    kind: 'gauge',
    scope: desk,
    unit: '{conversation}',
    labels: ['state'],
    description: 'Conversations that wait for an agent (at most 1,000 of a tenant are counted), or that one has',
  },
  'turnfleet.desk.agents': {
    kind: 'gauge',
    scope: desk,
    unit: '{agent}',
    description: 'Agents who are there, of tenants for whom something waits or waited',
  },
  'turnfleet.desk.commands': {
    kind: 'counter',
    scope: desk,
    unit: '{command}',
    labels: ['kind', 'outcome'],
    description:
      'Commands of agents by what came of them: `done`, `refused`, `failed`, or `waiting` if nobody knew in time',
  },
  'turnfleet.desk.care': {
    kind: 'counter',
    scope: desk,
    unit: '{command}',
    labels: ['kind'],
    description:
      'Conversations that the desk itself put back as their agent was gone (`return`), or raised (`escalate`)',
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
