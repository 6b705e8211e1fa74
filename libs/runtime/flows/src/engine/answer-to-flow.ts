import { flowText } from '@turnfleet/contract/words';
import type { Flow } from '../definition/flow.ts';
import { isPlace, oneOf } from '../readers/one-of.ts';
import { type SlotReading } from '../readers/read-slot.ts';
import { yesOrNo } from '../readers/yes-or-no.ts';
import { readSlots, repeats } from '../understanding/read-slots.ts';
import {
  isAside,
  isCorrection,
  isQuestion,
  isWrong,
  saysInstead,
  saysKeepIt,
  saysOther,
  saysStop,
} from '../understanding/said.ts';
import { actFrom, type WishedFlow, type Wishes } from '../understanding/wishes.ts';
import { backToFlow } from './run-flows.ts';
import { restart, setSlots, without } from './set-slots.ts';
import { endFlow, type Frame, happen, type Talk } from './talk.ts';

/** What a message means to the flow that runs. */
export type Answer =
  /** It goes on. */
  | { readonly kind: 'run' }
  /** Others begin: on top of it, or in its place. */
  | { readonly kind: 'begin'; readonly flows: readonly WishedFlow[] }
  /** It was told, and there is nothing to run. */
  | { readonly kind: 'said' }
  /** The message is for the model, and the flow goes on behind. */
  | { readonly kind: 'model' };

/** After so many questions in a row without an answer a person is offered. */
const mostFailed = 3;
/** An intent that no flow wants, and that a model answers better than another try. */
const sure = 0.5;
const sureOfOther = 0.7;
const small = ['affirm', 'deny', 'thanks', 'greeting'];

/** Takes a message as an answer to the flow that runs, or as a correction, a way out, or a way round. */
export function answerToFlow(talk: Talk, wishes: Wishes): Answer {
  const frame = talk.frames.at(-1);
  if (!frame) return { kind: 'model' };
  const flow = talk.flows.versionOf(frame);
  const { text } = talk.message;
  const asked = frame.asked === null ? undefined : flow.slots.get(frame.asked);
  // In the middle of something a place in a row, or a guess, is no wish for something else.
  const isSure = !isPlace(text) && (wishes.top?.confidence ?? 0) >= sureOfOther;
  const others = isSure ? wishes.flows.filter((one) => one.flow.name !== flow.name) : [];
  const confirming = frame.asked === null;
  const answersYesNo = asked?.type === 'yes_no';

  if (!answersYesNo && saysStop(text, isOfCancelling(flow))) return stop(talk);
  if (answersYesNo && frame.asked !== null) {
    const answer = yesOrNo(text);
    if (answer !== null && !(answer === 'yes' && others.length > 0)) return answered(talk, flow, frame, answer, others);
  }
  if (saysOther(text) && others.length === 0) return theOther(talk, flow, frame);
  if (asked?.tool && frame.options.length > 0 && frame.asked !== null) {
    const chosen = oneOf(frame.options, text);
    if (chosen !== null) return set(talk, flow, frame, new Map([[frame.asked, { kind: 'value', value: chosen }]]));
  }
  const readings = readSlots(flow, frame, talk.message, confirming ? null : frame.asked);
  const openText = asked?.type === 'text' && asked.pattern === null;
  const loose = openText || asked?.type === 'address' || asked?.type === 'place';
  const strict = loose ? readSlots(flow, frame, talk.message, null) : readings;
  const elsewhere = others.length > 0 || isForModel(wishes, text);
  const usable = elsewhere && loose ? strict : readings;
  const says = yesOrNo(text);
  if (
    confirming &&
    others.length === 0 &&
    (says === 'no' || saysKeepIt(text)) &&
    !(isCorrection(text) && strict.size > 0)
  ) {
    if (!isWrong(text)) return stop(talk);
    talk.says.push(flowText('whatInstead', talk.message.locale));
    happen(talk, 'modify');
    return { kind: 'said' };
  }
  if (isCorrection(text) && !isAside(text) && correctable(flow, strict)) return set(talk, flow, frame, strict);
  if (others.length > 0 && usable.size === 0) return elseWhere(talk, text, others, confirming);
  if (others.length === 0 && asksShop(wishes, text) && !isCorrection(text)) return { kind: 'model' };
  if (usable.size > 0 && !(others.length > 0 && isSureOf(wishes, others))) return set(talk, flow, frame, usable);
  if (others.length > 0) return elseWhere(talk, text, others, confirming);
  if (confirming && says === 'yes') {
    talk.says.push(flowText('sayYes', talk.message.locale));
    return { kind: 'run' };
  }
  if (confirming && wishes.flows.some((one) => one.flow.name === flow.name)) return { kind: 'run' };
  if (isForModel(wishes, text) || isAside(text)) return { kind: 'model' };
  // What it says is known already.
  if (!confirming && (wishes.flows.length > 0 || repeats(flow, frame, talk.message))) return { kind: 'run' };
  if (asked?.otherwise && sayable(text))
    return set(talk, flow, frame, new Map([[asked.name, { kind: 'value', value: asked.otherwise }]]));
  return unclear(talk, frame);
}

const isOfCancelling = ({ intents }: Flow): boolean => intents.includes('cancel_order');

const isSureOf = ({ top }: Wishes, others: readonly WishedFlow[]): boolean =>
  top !== null && top.confidence >= 0.85 && others.some((one) => one.flow.intents.includes(top.intent));

/** A question about what the shop sells, whatever figures and places are in it. */
const asksShop = ({ top, flows }: Wishes, text: string): boolean =>
  top !== null &&
  flows.length === 0 &&
  top.confidence >= actFrom &&
  !small.includes(top.intent) &&
  (isQuestion(text) || isAside(text));

/** It says how many, where or what kind: what another wish would hardly say. */
const correctable = (flow: Flow, readings: ReadonlyMap<string, SlotReading>): boolean =>
  [...readings.keys()].some((name) =>
    ['quantity', 'place', 'choice', 'address'].includes(flow.slots.get(name)?.type ?? ''),
  );

/** A question that no flow answers. */
function isForModel({ top, flows }: Wishes, text: string): boolean {
  if (flows.length > 0 || !top || small.includes(top.intent)) return isQuestion(text) && flows.length === 0;
  return top.confidence >= actFrom || (top.confidence >= sure && isQuestion(text)) || isQuestion(text);
}

function set(talk: Talk, flow: Flow, frame: Frame, readings: ReadonlyMap<string, SlotReading>): Answer {
  setSlots(talk, flow, frame, readings);
  return { kind: 'run' };
}

/** More than a sigh. */
const sayable = (text: string): boolean =>
  text.replaceAll(/[\p{P}\p{Z}嗯啊呃哦额唉]|\b(?:h+m+|u+h+|e+r+|dunno)\b/giu, '').length >= 2;

/** A plain answer to a question of yes or no; what else the message wants comes behind it. */
function answered(talk: Talk, flow: Flow, frame: Frame, answer: string, others: readonly WishedFlow[]): Answer {
  const asked = frame.asked ?? '';
  // "No person, please" wants none.
  const wanted = answer === 'no' ? others.filter((one) => !one.flow.intents.includes('human_agent')) : others;
  talk.waiting.push(...wanted.map((one) => ({ flow: one.flow.name, text: one.text })));
  return set(talk, flow, frame, new Map([[asked, { kind: 'value', value: answer }]]));
}

/** What runs is left, and nothing of it was done. */
function stop(talk: Talk): Answer {
  happen(talk, 'cancel');
  endFlow(talk, 'cancelled');
  const goesOn = talk.frames.length > 0 || talk.waiting.length > 0;
  talk.says.push(flowText(goesOn ? 'leftAside' : 'stopped', talk.message.locale));
  backToFlow(talk);
  return goesOn ? { kind: 'run' } : { kind: 'said' };
}

/** Another than the one that was found or chosen. */
function theOther(talk: Talk, flow: Flow, frame: Frame): Answer {
  const slot = [...flow.slots.values()].findLast(({ name, tool }) => tool && frame.slots[name]);
  const current = slot && frame.slots[slot.name];
  if (!slot || !current) return unclear(talk, frame);
  frame.excluded = [...frame.excluded, String(current.value)];
  const left = frame.options.filter(({ value }) => !frame.excluded.includes(value));
  happen(talk, 'modify', [slot.name]);
  const [only] = left;
  if (only && left.length === 1)
    return set(talk, flow, frame, new Map([[slot.name, { kind: 'value', value: only.value }]]));
  frame.slots = without(frame.slots, [slot.name]);
  restart(flow, frame);
  return { kind: 'run' };
}

const hasEffect = ({ steps }: Flow): boolean => [...steps.values()].some(({ kind }) => kind === 'effect');

/** Nothing of what it has to know is known. */
const isBlank = (talk: Talk, frame: Frame): boolean => {
  const { slots } = talk.flows.versionOf(frame);
  return [...slots.values()].every(({ name, ask }) => ask === null || !frame.slots[name]);
};

/** Something else is wanted: in between, or in place of what runs if the same message calls that off. */
function elseWhere(talk: Talk, text: string, others: readonly WishedFlow[], confirming: boolean): Answer {
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

function unclear(talk: Talk, frame: Frame): Answer {
  frame.failed += 1;
  talk.failedQuestions += 1;
  happen(talk, 'unclear');
  const { locale } = talk.message;
  talk.says.push(flowText('notUnderstood', locale));
  if (frame.failed < mostFailed) return { kind: 'run' };
  talk.offered = 'person';
  talk.says.push(flowText('offerPerson', locale));
  talk.suggestions = [];
  return { kind: 'said' };
}
