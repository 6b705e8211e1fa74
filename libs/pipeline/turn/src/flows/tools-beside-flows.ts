import type { Flow, FlowSet } from '@turnfleet/flows';
import type { ModelTool, ModelToolCall } from '@turnfleet/model';
import type { Tool } from '@turnfleet/tools';

const name = 'begin_flow';

/**
 * What a model is offered where flows run: all but what has an effect that a flow executes. Instead it has one tool that
 * begins such a flow, which then asks and acts by itself (docs/adr/0078).
 */
export function toolsBesideFlows(tools: readonly Tool[], { flows }: FlowSet): readonly ModelTool[] {
  const owned = new Set([...flows.values()].flatMap(effectsOf));
  const acting = [...flows.values()].filter(acts);
  const others = tools.filter((tool) => !owned.has(tool.name));
  return acting.length === 0 ? others : [...others, beginFlowTool(acting)];
}

const effectsOf = ({ steps }: Flow): string[] =>
  [...steps.values()].flatMap((step) => (step.kind === 'effect' ? [step.tool] : []));

/** Whether it does more than tell: what it tells a model can look up as well. */
const acts = ({ steps }: Flow): boolean =>
  [...steps.values()].some(({ kind }) => kind === 'effect' || kind === 'hand_over');

const beginFlowTool = (flows: readonly Flow[]): ModelTool => ({
  name,
  description:
    'Has the shop do what the shopper wants done. It asks for what is missing and for their yes by itself: call it alone, ' +
    'ask nothing before, and never say that anything is done. Not for questions about it.',
  parameters: {
    type: 'object',
    properties: { flow: { type: 'string', enum: flows.map((flow) => flow.name) } },
    required: ['flow'],
    additionalProperties: false,
  },
});

/** The flow that a model begins by these calls, null if it begins none. */
export function flowBegunBy(calls: readonly ModelToolCall[], flows: FlowSet): Flow | null {
  for (const call of calls) {
    if (call.name !== name) continue;
    const [, flow = ''] = /"flow"\s*:\s*"([a-z_]+)"/.exec(call.arguments) ?? [];
    const named = flows.flows.get(flow);
    if (named && acts(named)) return named;
  }
  return null;
}
