import { flowText } from '@turnfleet/contract/words';
import type { Flow, FlowSlot } from '../definition/flow.ts';
import { namesIn } from '../definition/names-in.ts';
import type { SlotReading } from '../readers/read-slot.ts';
import { yesOrNo } from '../readers/yes-or-no.ts';
import { isAside, saysInstead, saysKeepIt } from '../understanding/signals.ts';
import type { WishedFlow } from '../understanding/wishes.ts';
import { mostFailed } from './ask-again.ts';
import { backToFlow } from './run-flows.ts';
import { restart, setSlots, without } from './set-slots.ts';
import { endFlow, type FlowFrame, happen, offerPerson, type Talk } from './talk.ts';

/** What a message means to the flow that runs. */
export type Meaning =
  /** It goes on. */
  | { readonly kind: 'run' }
  /** Others begin: on top of it, or in its place. */
  | { readonly kind: 'begin'; readonly flows: readonly WishedFlow[] }
  /** It was told, and there is nothing to run. */
  | { readonly kind: 'said' }
  /** The message is for the model, and the flow goes on behind. */
  | { readonly kind: 'model' };

/** What was said is known, and the flow goes on. */
export function set(talk: Talk, flow: Flow, frame: FlowFrame, readings: ReadonlyMap<string, SlotReading>): Meaning {
  setSlots(talk, flow, frame, readings);
  return { kind: 'run' };
}

/** What runs is left, and nothing of it was done. */
export function stop(talk: Talk): Meaning {
  happen(talk, 'cancel');
  endFlow(talk, 'cancelled');
  const goesOn = talk.frames.length > 0 || talk.waiting.length > 0;
  talk.says.push(flowText(goesOn ? 'leftAside' : 'stopped', talk.message.locale));
  backToFlow(talk);
  return goesOn ? { kind: 'run' } : { kind: 'said' };
}

/** Another than the one that was found or chosen. */
export function theOther(talk: Talk, flow: Flow, frame: FlowFrame): Meaning {
  const known = [...flow.slots.values()].filter(({ name, tool }) => tool && frame.slots[name]);
  const isShown = ({ name }: FlowSlot): boolean =>
    frame.options.length > 1 && frame.options.some(({ value }) => value === frame.slots[name]?.value);
  // Of several things that were looked up the one that was chosen from a list, else the first: all others come of it.
  const slot = known.findLast(isShown) ?? known[0];
  const current = slot && frame.slots[slot.name];
  if (!slot || !current) return unclear(talk, frame);
  frame.excluded = [...frame.excluded, String(current.value)];
  const left = isShown(slot) ? frame.options.filter(({ value }) => !frame.excluded.includes(value)) : [];
  happen(talk, 'modify', [slot.name]);
  const [only] = left;
  if (only && left.length === 1)
    return set(talk, flow, frame, new Map([[slot.name, { kind: 'value', value: only.value }]]));
  // What it was found by does not lead to another.
  const by = namesIn(slot.tool?.with ?? {})
    .map((path) => path.split('.')[0] ?? '')
    .filter((name) => name !== slot.tool?.needs);
  const of = known.filter(({ tool }) => namesIn(tool?.with ?? {}).includes(slot.name)).map(({ name }) => name);
  frame.slots = without(frame.slots, [slot.name, ...by, ...of]);
  restart(flow, frame);
  return { kind: 'run' };
}

const hasEffect = ({ steps }: Flow): boolean => [...steps.values()].some(({ kind }) => kind === 'effect');

/** Nothing of what it has to know is known. */
const isBlank = (talk: Talk, frame: FlowFrame): boolean => {
  const { slots } = talk.flows.versionOf(frame);
  return [...slots.values()].every(({ name, ask }) => ask === null || !frame.slots[name]);
};

/** Something else is wanted: in between, or in place of what runs if the same message calls that off. */
export function elseWhere(talk: Talk, text: string, others: readonly WishedFlow[], confirming: boolean): Meaning {
  if (yesOrNo(text) === 'no' || saysInstead(text) || (confirming && saysKeepIt(text))) {
    happen(talk, 'cancel');
    endFlow(talk, 'cancelled');
    talk.says.push(flowText('leftAside', talk.message.locale));
  }
  const open = talk.frames.at(-1);
  if (open && !confirming && !isAside(text) && isBlank(talk, open) && others.some((one) => hasEffect(one.flow))) {
    // It had not got anywhere, so nobody wants it back.
    endFlow(talk, 'cancelled');
  } else if (open) open.asked = null;
  return { kind: 'begin', flows: others };
}

export function unclear(talk: Talk, frame: FlowFrame): Meaning {
  frame.failed += 1;
  talk.failedQuestions += 1;
  happen(talk, 'unclear');
  talk.says.push(flowText('notUnderstood', talk.message.locale));
  if (frame.failed < mostFailed) return { kind: 'run' };
  offerPerson(talk);
  return { kind: 'said' };
}
