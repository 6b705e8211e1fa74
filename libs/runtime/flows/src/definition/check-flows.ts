import { endStep, type Flow, type FlowSlot, type Step } from './flow.ts';
import { heardWords, namesIn } from './names-in.ts';
import type { FlowProblem } from './read-flow.ts';

/** A tool as far as flows have to know it. */
export interface KnownTool {
  readonly name: string;
  /** Changes something: it may only stand in an `effect`. */
  readonly hasEffect: boolean;
  readonly fields: readonly { readonly name: string; readonly required: boolean }[];
}

/**
 * What makes no sense in a flow among these, by line: it would loop, jump nowhere, or ask in vain. Empty: it may run. `tools`
 * null: they are not known here.
 */
export function checkFlow(
  flow: Flow,
  all: ReadonlyMap<string, Flow>,
  tools: readonly KnownTool[] | null,
): readonly FlowProblem[] {
  const steps = [...flow.steps.values()];
  const problems = [
    ...steps.flatMap((step) => jumpProblems(flow, step, all)),
    ...steps.flatMap((step) => toolProblems(step, tools)),
    ...steps.flatMap((step) => nameProblems(flow, step)),
    ...[...flow.slots.values()].flatMap((slot) => slotProblems(flow, slot, tools)),
    ...unreachable(flow),
    ...loops(flow),
  ];
  return problems.toSorted((a, b) => a.line - b.line);
}

/** Ids of the steps that may follow a step. */
function followers(step: Step): readonly string[] {
  switch (step.kind) {
    case 'start':
    case 'hand_over':
    case 'ask_again':
      return [];
    case 'branch':
      return [...Object.values(step.cases), step.next];
    case 'call':
      return [step.next, ...[step.missing, step.refused].filter((one) => one !== null)];
    case 'effect':
      return [step.next, ...Object.values(step.refused)];
    default:
      return [step.next];
  }
}

function jumpProblems(flow: Flow, step: Step, all: ReadonlyMap<string, Flow>): FlowProblem[] {
  const { line } = step;
  const nowhere = followers(step)
    .filter((id) => id !== endStep && !flow.steps.has(id))
    .map((id) => ({ line, message: `There is no step "${id}" to go to.` }));
  const unknownFlow =
    step.kind === 'start' && !all.has(step.flow)
      ? [{ line, message: `There is no flow "${step.flow}" to start.` }]
      : [];
  const slotless =
    step.kind === 'collect' && !flow.slots.has(step.slot)
      ? [{ line, message: `There is no slot "${step.slot}" to collect.` }]
      : [];
  const given = step.kind === 'start' ? Object.keys(step.with) : [];
  const untaken = given
    .filter((name) => step.kind === 'start' && all.get(step.flow)?.slots.has(name) === false)
    .map((name) => ({ line, message: `The flow it starts has no slot "${name}".` }));
  const asked = step.kind === 'ask_again' ? step.slots : [];
  const unasked = asked
    .filter((name) => !isAsked(flow, name))
    .map((name) => ({ line, message: `"${name}" cannot be asked again: nobody asks for it.` }));
  return [...nowhere, ...unknownFlow, ...slotless, ...untaken, ...unasked];
}

const isAsked = ({ steps, slots }: Flow, name: string): boolean =>
  [...steps.values()].some((step) => step.kind === 'collect' && step.slot === name) && slots.get(name)?.ask !== null;

function toolProblems(step: Step, tools: readonly KnownTool[] | null): FlowProblem[] {
  if (step.kind !== 'call' && step.kind !== 'effect') return [];
  return callProblems(step.line, step.tool, step.with, step.kind === 'effect', tools);
}

function callProblems(
  line: number,
  name: string,
  args: object,
  effect: boolean,
  tools: readonly KnownTool[] | null,
): FlowProblem[] {
  if (!tools) return [];
  const tool = tools.find((one) => one.name === name);
  if (!tool) return [{ line, message: `There is no tool "${name}".` }];
  const known = new Set(tool.fields.map((field) => field.name));
  const wrong = Object.keys(args)
    .filter((field) => !known.has(field))
    .map((field) => ({ line, message: `The tool "${name}" takes no "${field}".` }));
  const lacking = tool.fields
    .filter((field) => field.required && !(field.name in args))
    .map((field) => ({ line, message: `The tool "${name}" needs "${field.name}".` }));
  const kind =
    tool.hasEffect === effect
      ? []
      : [
          {
            line,
            message: effect
              ? `The tool "${name}" changes nothing: call it with "call".`
              : `The tool "${name}" changes something: it needs a yes, so call it with "effect".`,
          },
        ];
  return [...wrong, ...lacking, ...kind];
}

/** Names in braces that nothing fills. */
function nameProblems(flow: Flow, step: Step): FlowProblem[] {
  const results = [...flow.steps.values()].flatMap((one) => (one.kind === 'call' ? [one.as] : []));
  const own = step.kind === 'effect' ? ['result'] : step.kind === 'ask_again' ? ['missing'] : [];
  const said = step.kind === 'branch' ? [step.on] : namesIn(step);
  return [...new Set(said.map((path) => path.split('.')[0] ?? ''))]
    .filter((name) => name !== heardWords && !flow.slots.has(name) && !results.includes(name) && !own.includes(name))
    .map((name) => ({ line: step.line, message: `Nothing fills "{${name}}": it is no slot and no result of a call.` }));
}

function slotProblems(flow: Flow, slot: FlowSlot, tools: readonly KnownTool[] | null): FlowProblem[] {
  const { line, name, from, tool, type, ask } = slot;
  const problem = (message: string): FlowProblem => ({ line, message });
  const collected = [...flow.steps.values()].some((step) => step.kind === 'collect' && step.slot === name);
  return [
    ...(collected && !from.includes('said') && !from.includes('tool')
      ? [problem(`Nothing may fill "${name}" for certain: it is collected, but the shopper may not say it.`)]
      : []),
    ...(collected && ask === null
      ? [problem(`Nothing fills "${name}": it is collected, but there is no question for it.`)]
      : []),
    ...(from.includes('tool') !== (tool !== null)
      ? [problem(`"${name}" needs both "tool" among its sources and the tool to ask, or neither.`)]
      : []),
    ...(type === 'code' && slot.prefix === null ? [problem(`"${name}" is a code, so it needs a prefix.`)] : []),
    ...(type === 'choice' && slot.options.length < 2
      ? [problem(`"${name}" is a choice, so it needs two options.`)]
      : []),
    ...(tool ? callProblems(line, tool.name, tool.with, false, tools) : []),
    ...(tool ? namesIn(tool.with) : []).flatMap((path) => {
      const head = path.split('.')[0] ?? '';
      return flow.slots.has(head) ? [] : [problem(`Nothing fills "{${head}}" for the tool of "${name}".`)];
    }),
  ];
}

function unreachable(flow: Flow): FlowProblem[] {
  const reached = new Set<string>();
  const open = [flow.first];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = flow.steps.get(id);
    if (!step || reached.has(id)) continue;
    reached.add(id);
    open.push(...followers(step));
  }
  return [...flow.steps.values()]
    .filter(({ id }) => !reached.has(id))
    .map(({ id, line }) => ({ line, message: `No step leads to "${id}".` }));
}

/** Ways back to a step on which nobody is waited for: a dialogue would turn in a circle. */
function loops(flow: Flow): FlowProblem[] {
  const waits = (step: Step): boolean => step.kind === 'effect';
  const found: FlowProblem[] = [];
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): void => {
    const step = flow.steps.get(id);
    if (!step || done.has(id) || waits(step)) return;
    if (way.includes(id)) {
      const circle = [...way.slice(way.indexOf(id)), id].join(' → ');
      found.push({ line: step.line, message: `It turns in a circle without waiting for anybody: ${circle}.` });
      return;
    }
    for (const next of followers(step)) visit(next, [...way, id]);
    done.add(id);
  };
  visit(flow.first, []);
  return found;
}
