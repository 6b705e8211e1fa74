import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { TurnfleetError } from '@turnfleet/core';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { endStep, type Flow, type FlowSlot, type Step, type ToolSource } from './flow.ts';
import { type FlowFile, flowFileSchema, type StepOfFile } from './flow-file.ts';
import { namesIn } from './names-in.ts';

/** What is wrong with a flow, and where. */
export interface FlowProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

type ReadFlow =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly problems: readonly FlowProblem[] };

type LineOf = (path: readonly PropertyKey[]) => number;

/** A flow from the text of its file, by its form; whether it makes sense is for `checkFlow`. */
export function readFlow(text: string): ReadFlow {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos: [at], message }) => ({
      line: lines.linePos(at).line,
      message: message.split('\n')[0]?.replace(/ at line.*$/, '') ?? '',
    }));
    return { ok: false, problems };
  }
  const lineOf: LineOf = (path) => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const read = flowFileSchema.safeParse(document.toJS());
  if (!read.success) return { ok: false, problems: read.error.issues.flatMap((issue) => problemsOf(issue, lineOf)) };
  return { ok: true, flow: flowOf(read.data, text, lineOf) };
}

/** A flow that was kept with a dialogue. Throws `internal` for what this version cannot read any more. */
export function unpackedFlow(packed: string): Flow {
  const read = readFlow(inflateRawSync(Buffer.from(packed, 'base64')).toString());
  if (read.ok) return read.flow;
  throw new TurnfleetError('internal', `A flow that was begun cannot be read: ${read.problems[0]?.message}`);
}

/** Of the forms that a step may have, the one that it was meant to have says what is wrong. */
function problemsOf(issue: z.core.$ZodIssue, lineOf: LineOf): readonly FlowProblem[] {
  const inner =
    issue.code === 'invalid_union'
      ? issue.errors.toSorted((a, b) => a.length - b.length || depthOf(b) - depthOf(a))[0]
      : undefined;
  if (inner?.length) {
    return inner.flatMap((one) => problemsOf({ ...one, path: [...issue.path, ...one.path] }, lineOf));
  }
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return [{ line: lineOf(issue.path), message: `${where}${issue.message}` }];
}

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

function flowOf(file: FlowFile, text: string, lineOf: LineOf): Flow {
  const ids = file.steps.map(({ id }, at) => id ?? `step_${at + 1}`);
  const steps = file.steps.map((step, at) =>
    stepOf(step, { id: ids[at] ?? '', next: ids[at + 1] ?? endStep, line: lineOf(['steps', at]) }),
  );
  const slots = Object.entries(file.slots).map(([name, slot]): FlowSlot => {
    const options = optionsOf(slot.options);
    const tool = slot.tool ? toolSourceOf(slot.tool) : null;
    const { ask = null, wrong = null, prefix = null, minimum = null, maximum = null, otherwise = null } = slot;
    const pattern = slot.pattern === undefined ? null : new RegExp(slot.pattern, 'iu');
    return {
      ...slot,
      pattern,
      name,
      line: lineOf(['slots', name]),
      options,
      tool,
      ask,
      wrong,
      prefix,
      minimum,
      maximum,
      otherwise,
    };
  });
  const results = new Set(steps.flatMap((step) => (step.kind === 'call' ? [step.as] : [])));
  return {
    name: file.flow,
    version: createHash('sha256').update(text).digest('hex').slice(0, 16),
    packed: deflateRawSync(text).toString('base64'),
    title: file.title,
    intents: file.intents,
    leaves: file.leaves === undefined ? null : new RegExp(file.leaves, 'iu'),
    slots: new Map(slots.map((slot) => [slot.name, slot])),
    steps: new Map(steps.map((step) => [step.id, step])),
    first: ids[0] ?? endStep,
    spokenOf: [...new Set(namesIn(file).filter((path) => results.has(path.split('.')[0] ?? '')))],
  };
}

const optionsOf = (options: FlowFile['slots'][string]['options']): FlowSlot['options'] =>
  Object.entries(options).map(([value, one]) => ({ value, ...one }));

function toolSourceOf(tool: NonNullable<FlowFile['slots'][string]['tool']>): ToolSource {
  const { prefer = null, named_by: namedBy = null, found = null, needs = null } = tool;
  return { ...tool, prefer, namedBy, found, needs, also: optionsOf(tool.also) };
}

function stepOf(step: StepOfFile, { id, line, next }: { id: string; line: number; next: string }): Step {
  const at = { id, line };
  if ('start' in step) return { ...at, kind: 'start', flow: step.start, with: step.with };
  if ('hand_over' in step) return { ...at, kind: 'hand_over', text: step.hand_over };
  if ('ask_again' in step) return { ...at, kind: 'ask_again', slots: step.ask_again, text: step.say };
  const to = { next: step.then ?? next };
  if ('collect' in step) return { ...at, kind: 'collect', slot: step.collect, ...to };
  if ('branch' in step) return { ...at, kind: 'branch', on: step.branch, cases: step.cases, ...to };
  if ('say' in step) return { ...at, kind: 'say', text: step.say, ...to };
  if ('call' in step) {
    const { call: tool, as, missing = null, refused = null } = step;
    return { ...at, kind: 'call', tool, with: step.with, as, missing, refused, ...to };
  }
  const { effect: tool, confirm = null, done = null, also_yes: alsoYes, refused } = step;
  return { ...at, kind: 'effect', tool, with: step.with, confirm, done, alsoYes, refused, ...to };
}
