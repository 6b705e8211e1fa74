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
