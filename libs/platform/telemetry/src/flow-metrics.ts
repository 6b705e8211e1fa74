const orchestrator = 'turnfleet/orchestrator';

/** Instruments of flows, see `metricCatalogue`. */
export const flowMetrics = {
  'turnfleet.flows.started': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['flow', 'by'],
    description: 'Flows that began; `by` says who found that they are wanted: the `recogniser`, or the `model`',
  },
  'turnfleet.flows.ended': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['flow', 'outcome'],
    description:
      'Flows that ended: `completed`, `cancelled` by the shopper, `handed_over` to a person, `failed` as something could not be done, `given_up` after questions without an answer',
  },
  'turnfleet.intents.meaning': {
    kind: 'counter',
    scope: orchestrator,
    labels: ['outcome'],
    description:
      'Messages whose words left open whether a flow is wanted, by what became of the question to the sentence encoder: `ok`; `busy`, as it was opening or had too much to do; `failed`. But for `ok` words decided alone',
  },
  'turnfleet.flows.questions_failed': {
    kind: 'counter',
    scope: orchestrator,
    description: 'Questions of flows that got no answer',
  },
  'turnfleet.flows.model_calls_saved': {
    kind: 'counter',
    scope: orchestrator,
    description: 'Turns that a flow answered without a model being asked',
  },
} as const;
