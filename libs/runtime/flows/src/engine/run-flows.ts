import { type SlotValue, shopLocale } from '@turnfleet/contract/schemas';
import { answersToQuestion, flowText } from '@turnfleet/contract/words';
import { TurnfleetError } from '@turnfleet/core';
import { endStep, type Flow, type Step, type Words } from '../definition/flow.ts';
import { heardWords } from '../definition/names-in.ts';
import { readSlots } from '../understanding/read-slots.ts';
import type { WishedFlow } from '../understanding/wishes.ts';
import { askAgain } from './ask-again.ts';
import { collect } from './collect.ts';
import type { FlowResult } from './flow-tools.ts';
import { argumentsOf, fieldOf, filled, keptOf, lookup } from './lookup.ts';
import { setSlots } from './set-slots.ts';
import { beginFlow, endFlow, type FlowFrame, happen, type Talk } from './talk.ts';

/** Steps of one turn; `checkFlow` lets no flow turn in a circle, so that this is for what it overlooked. */
const mostSteps = 100;

export const wordsOf = ({ message }: Talk, words: Words): string => words[shopLocale(message.locale)];

/** Runs what has begun until the shopper is to say something, or nothing is left to do. */
export async function runFlows(talk: Talk): Promise<void> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const frame = talk.frames.at(-1);
    if (!frame) {
      const next = nextWaiting(talk);
      if (!next) return;
      const { flow, text } = next;
      talk.says.push(filled(flowText('nextUp', talk.message.locale), () => wordsOf(talk, flow.title)));
      happen(talk, 'recognised');
      const begun = beginFlow(talk, flow);
      talk.said = text;
      setSlots(talk, flow, begun, readSlots(flow, begun, { ...talk.message, text, written: text }, null));
      continue;
    }
    const flow = talk.flows.versionOf(frame);
    if (frame.step === endStep) {
      endRunning(talk);
      continue;
    }
    if (frame.step === flow.first && needsShopper(talk, flow)) {
      talk.says.push(flowText('signInFirst', talk.message.locale));
      happen(talk, 'failed');
      endFlow(talk, 'failed');
      backToFlow(talk);
      continue;
    }
    const step = flow.steps.get(frame.step);
    if (!step) throw new TurnfleetError('internal', `The flow ${frame.flow} has no step ${frame.step}.`);
    if ((await take(talk, frame, flow, step)) === 'wait') return;
  }
  throw new TurnfleetError('internal', 'A flow does not come to an end.');
}

/** What it would do for the shopper can be done only for one who is known. */
const needsShopper = ({ tools }: Talk, flow: Flow): boolean =>
  [...flow.steps.values()].some(
    (step) => step.kind === 'effect' && !('unknown_shopper' in step.refused) && !tools.knowsShopperFor(step.tool),
  );

function nextWaiting(talk: Talk): WishedFlow | null {
  if (talk.offered === 'flow') return null;
  const next = talk.waiting.shift();
  if (!next) return null;
  const flow = talk.flows.flows.get(next.flow);
  return flow ? { flow, text: next.text } : nextWaiting(talk);
}

function endRunning(talk: Talk): void {
  happen(talk, 'success');
  endFlow(talk, 'completed');
  backToFlow(talk);
}

/** Says which flow goes on, if one waited below. */
export function backToFlow(talk: Talk): void {
  const below = talk.frames.at(-1);
  if (!below) return;
  below.asked = null;
  const { title } = talk.flows.versionOf(below);
  talk.says.push(filled(flowText('backTo', talk.message.locale), () => wordsOf(talk, title)));
}

/** What is known under a path; `{slot.label}` is how the shopper was told the value. */
function knownIn(talk: Talk, { slots }: Flow, frame: FlowFrame): (path: string) => unknown {
  const { message } = talk;
  return (path) => {
    if (path === heardWords) return talk.said;
    const [name = '', inner] = path.split('.');
    const slot = slots.get(name);
    if (!slot || inner !== 'label') return lookup(frame, path);
    const value = frame.slots[name]?.value;
    const option = slot.options.find((one) => one.value === value);
    return option?.label[shopLocale(message.locale)] ?? frame.options.find((one) => one.value === value)?.label;
  };
}

type Taken = 'on' | 'wait';

const unknownShopper: FlowResult = { kind: 'refused', reason: 'unknown_shopper', content: {} };

async function take(talk: Talk, frame: FlowFrame, flow: Flow, step: Step): Promise<Taken> {
  const known = knownIn(talk, flow, frame);
  switch (step.kind) {
    case 'collect': {
      const slot = flow.slots.get(step.slot);
      if (!slot) throw new TurnfleetError('internal', `The flow ${flow.name} has no slot ${step.slot}.`);
      const collected = await collect(talk, frame, slot);
      if (collected === 'known') frame.step = step.next;
      return collected === 'asked' ? 'wait' : 'on';
    }
    case 'branch':
      frame.step = step.cases[String(known(step.on))] ?? step.next;
      return 'on';
    case 'call': {
      const result: FlowResult = talk.tools.knowsShopperFor(step.tool)
        ? await talk.tools.call(step.tool, argumentsOf(step.with, known))
        : unknownShopper;
      if (result.kind === 'ok') {
        frame.found = { ...frame.found, [step.as]: keptOf(flow, step.as, { ...result.content, told: result.told }) };
        frame.step = step.next;
        return 'on';
      }
      return otherwise(talk, frame, result, result.kind === 'missing' ? step.missing : step.refused);
    }
    case 'effect':
      return askForYes(talk, frame, flow, step);
    case 'ask_again':
      return askAgain(talk, flow, frame, step.slots, filled(wordsOf(talk, step.text), known));
    case 'say':
      talk.says.push(filled(wordsOf(talk, step.text), known));
      frame.step = step.next;
      return 'on';
    case 'start': {
      const next = talk.flows.flows.get(step.flow);
      endFlow(talk, 'completed');
      if (!next) return 'on';
      const given = Object.entries(step.with).map(([name, value]): [string, SlotValue] => [
        name,
        { value, from: 'earlier' },
      ]);
      const begun = beginFlow(talk, next, { ...frame.slots, ...Object.fromEntries(given) });
      // Which one is known; what else the message says is of the flow that begins.
      const lookedUpBy = ['code', 'product', 'time'];
      const readings = [...readSlots(next, begun, talk.message, null)].filter(
        ([slot]) => !lookedUpBy.includes(next.slots.get(slot)?.type ?? ''),
      );
      setSlots(talk, next, begun, new Map(readings));
      return 'on';
    }
    case 'hand_over':
      talk.says.push(filled(wordsOf(talk, step.text), known));
      happen(talk, 'need_human');
      while (talk.frames.length > 0) endFlow(talk, 'handed_over');
      talk.waiting = [];
      return 'wait';
  }
}

/** The shopper is asked, and what they answer decides in a later turn; unless it is a tool that nobody has to be asked for. */
async function askForYes(talk: Talk, frame: FlowFrame, flow: Flow, step: Step & { kind: 'effect' }): Promise<Taken> {
  if (frame.had?.includes(step.tool)) {
    frame.step = step.next;
    return 'on';
  }
  const known = knownIn(talk, flow, frame);
  const asked = talk.tools.knowsShopperFor(step.tool)
    ? await talk.tools.ask(step.tool, argumentsOf(step.with, known), step.alsoYes)
    : unknownShopper;
  if (asked.kind !== 'asked') return afterEffect(talk, frame, step, asked) ? 'on' : 'wait';
  happen(talk, 'slots_complete');
  talk.says.push(step.confirm ? filled(wordsOf(talk, step.confirm), known) : asked.question);
  talk.holds = true;
  talk.suggestions = answersToQuestion(talk.message.locale);
  return 'wait';
}

/** Goes on behind an effect that was had, or was refused. False: nobody knows, and the shopper was told. */
export function afterEffect(
  talk: Talk,
  frame: FlowFrame,
  step: Step & { kind: 'effect' },
  result: FlowResult,
): boolean {
  if (result.kind === 'ok') {
    const known = (path: string): unknown =>
      path.startsWith('result.') ? lookup({ slots: {}, found: { result: result.content } }, path) : lookup(frame, path);
    talk.says.push(
      step.done ? filled(wordsOf(talk, step.done), known) : (result.told ?? flowText('done', talk.message.locale)),
    );
    frame.step = step.next;
    frame.had = [...(frame.had ?? []), step.tool];
    return true;
  }
  if (result.kind === 'missing') frame.found = { ...frame.found, missing: result.content['resource'] };
  const [way = null] = reasonsOf(result).flatMap((reason) => step.refused[reason] ?? []);
  return otherwise(talk, frame, result, way) === 'on';
}

/** The nearest first. */
function reasonsOf(result: FlowResult): readonly string[] {
  if (result.kind === 'refused') return [result.reason, 'else'];
  const type = result.kind === 'missing' ? fieldOf(result.content, ['resource', 'type']) : null;
  return [`missing_${String(type)}`, 'missing', 'else'];
}

/** A call that was not answered: the flow has a way for it, or it ends here. */
function otherwise(
  talk: Talk,
  frame: FlowFrame,
  result: Exclude<FlowResult, { kind: 'ok' }>,
  way: string | null,
): Taken {
  const { locale } = talk.message;
  if (way !== null && result.kind !== 'failed') {
    frame.step = way;
    return 'on';
  }
  const isStranger = result.kind === 'refused' && result.reason === 'unknown_shopper';
  const refusal = flowText(isStranger ? 'signInFirst' : 'cannotBeDone', locale);
  talk.says.push(result.kind === 'failed' ? (result.apology ?? flowText('notNow', locale)) : refusal);
  happen(talk, 'failed');
  endFlow(talk, 'failed');
  backToFlow(talk);
  return 'on';
}
