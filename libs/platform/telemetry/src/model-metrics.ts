import { attributes } from './attributes.ts';
import type { MetricEntry } from './metrics.ts';

const orchestrator = 'turnfleet/orchestrator';

/** Which model answers, and how that goes. */
export const modelMetrics = {
  'turnfleet.routes': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['rule', 'model'],
    description: 'Turns that a model was chosen for, by rule and model; no model: nobody could be asked',
  },
  'turnfleet.routes.moved': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['reason', 'from', 'to'],
    description: 'Times that another model or endpoint was asked after a failure, by reason',
  },
  'turnfleet.routes.hedged': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['endpoint', 'winner'],
    description:
      'Times that a second endpoint was asked beside this one, which was silent; who spoke first: first, second, none',
  },
  'turnfleet.shadow.steps': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['model', 'result'],
    description:
      'Steps that a candidate was asked unseen, by how its tool calls compare: same, arguments, others; or failed, late, skipped',
  },
  'turnfleet.shadow.figures': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['model', 'result'],
    description:
      'Turns that a candidate was asked unseen, by the figures it stated: same, missing some, more, none where it said nothing',
  },
  'turnfleet.shadow.refused': {
    kind: 'counter',
    scope: orchestrator,
    description: 'Comparisons that chat.shadow did not take within a second',
  },
  'turnfleet.endpoint.held': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['endpoint', 'limit'],
    description: 'Times that an endpoint had no room for a call, by the limit that was reached: requests or tokens',
  },
  'turnfleet.turns.without_model': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['outcome'],
    description:
      'Turns that no model could be asked about: answered from tools, not_plain (it takes a model), or not_known to the tools',
  },
  'turnfleet.model.breaker': {
    kind: 'gauge',
    scope: orchestrator,
    labels: ['model', 'endpoint'],
    description: 'Breaker of a model at an endpoint: 0 closed, 1 half open, 2 open',
  },
  'turnfleet.model.in_flight': {
    kind: 'gauge',
    scope: orchestrator,
    labels: ['model', 'endpoint'],
    description: 'Model calls under way',
  },
  'turnfleet.model.failures': {
    kind: 'counter',
    scope: 'models',
    labels: [attributes.genAiRequestModel, attributes.errorType],
    description: 'Model calls that did not come to an answer, by model and error kind; some are asked again',
  },
} as const satisfies Record<string, MetricEntry>;
