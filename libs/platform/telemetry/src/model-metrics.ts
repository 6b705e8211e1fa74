import { attributes } from './attributes.ts';
import type { MetricEntry } from './metrics.ts';

const orchestrator = 'turnfleet/orchestrator';

/** Of every call, as the semantic conventions for generative AI name them; buckets are theirs. */
const ofCall = [
  attributes.genAiOperation,
  attributes.genAiProvider,
  attributes.genAiRequestModel,
  attributes.serverAddress,
  attributes.serverPort,
] as const;
const tokenBuckets = Array.from({ length: 14 }, (_, at) => 4 ** at);
const secondBuckets = Array.from({ length: 14 }, (_, at) => 2 ** at / 100);

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
      'Turns that no model answered: answered from tools, not_plain (it takes a model), or not_known to the tools',
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
  'turnfleet.model.waiting': {
    kind: 'gauge',
    scope: orchestrator,
    unit: '{turn}',
    labels: ['endpoint'],
    description: 'Turns that wait for room at an endpoint which is at its limit, or asked to be left alone',
  },
  'gen_ai.client.token.usage': {
    kind: 'histogram',
    scope: 'models',
    unit: '{token}',
    labels: [...ofCall, attributes.genAiTokenType],
    buckets: tokenBuckets,
    description: 'Tokens of a model call that came to its end, `input` and `output` (OpenTelemetry GenAI)',
  },
  'gen_ai.client.operation.duration': {
    kind: 'histogram',
    scope: 'models',
    unit: 's',
    labels: [...ofCall, attributes.errorType],
    buckets: secondBuckets,
    description: 'From the request to the end of the answer; with an error type, to the failure (OpenTelemetry GenAI)',
  },
  'turnfleet.model.failures': {
    kind: 'counter',
    scope: 'models',
    labels: [attributes.genAiRequestModel, attributes.errorType],
    description: 'Model calls that did not come to an answer, by model and error kind; some are asked again',
  },
} as const satisfies Record<string, MetricEntry>;
