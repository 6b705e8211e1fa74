import { flowText } from '@turnfleet/contract/words';
import type { Flow, FlowSlot } from '../definition/flow.ts';
import { codeEndIn, endsWith } from '../readers/code-end.ts';
import { mended } from '../readers/mended.ts';
import { isPlace, oneOf } from '../readers/one-of.ts';
import { optionIn, type SlotReading } from '../readers/read-slot.ts';
import { yesOrNo } from '../readers/yes-or-no.ts';
import { readSlots, repeats } from '../understanding/read-slots.ts';
import {
  isAside,
  isCorrection,
  isQuestion,
  isWrong,
  saysKeepIt,
  saysOther,
  saysOtherQuantity,
  saysStop,
  saysUnsure,
  saysWhich,
} from '../understanding/signals.ts';
import { actFrom, type WishedFlow, type Wishes } from '../understanding/wishes.ts';
import { personIntent } from './begin-flows.ts';
import { type Frame, happen, type Talk } from './talk.ts';
import { type Answer, elseWhere, set, stop, theOther, unclear } from './ways.ts';

/** An intent that no flow wants, and that a model answers better than another try. */
const sure = 0.5;
const sureOfOther = 0.7;
const surelyNo = 0.9;
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

  if (isOption(asked, text)) return set(talk, flow, frame, readSlots(flow, frame, talk.message, frame.asked));
  if (!answersYesNo && saysStop(text, isOfCancelling(flow))) return stop(talk);
  if (answersYesNo && frame.asked !== null) {
    const answer = yesOrNo(text);
    if (answer !== null && !(answer === 'yes' && others.length > 0)) return answered(talk, flow, frame, answer, others);
  }
  const better = piecesPutRight(flow, frame, text);
  if (better.size > 0) return set(talk, flow, frame, better);
  if (saysOther(text) && others.length === 0) return theOther(talk, flow, frame);
  if (asked?.tool && frame.options.length > 0 && frame.asked !== null && !isSureOf(wishes, others)) {
    const [only] = frame.options.length === 1 && yesOrNo(text) === 'yes' ? frame.options : [];
    const chosen = only?.value ?? oneOf(frame.options, text);
    if (chosen !== null) {
      const besides = [...readSlots(flow, frame, talk.message, null)].filter(([name]) => isFigure(flow, name));
      return set(talk, flow, frame, new Map([...besides, [frame.asked, { kind: 'value', value: chosen }]]));
    }
  }
  if (
    asked?.tool &&
    asked.prefix !== null &&
    codeEndIn(asked.prefix, text) !== null &&
    frame.failed < 2 &&
    !isSureOf(wishes, others)
  ) {
    frame.failed += 1;
    return { kind: 'run' };
  }
  if ((others.length === 0 || isCorrection(text) || isWrong(text)) && namesAnother(flow, frame, text))
    return theOther(talk, flow, frame);
  const instead = confirming && (isCorrection(text) || saysWhich(text)) ? anotherShown(flow, frame, text) : null;
  if (instead) return set(talk, flow, frame, instead);
  const readings = readSlots(flow, frame, talk.message, confirming ? null : frame.asked);
  const openText = asked?.type === 'text' && asked.pattern === null;
  const loose = openText || asked?.type === 'address' || asked?.type === 'place';
  const strict = loose ? readSlots(flow, frame, talk.message, null) : readings;
  const elsewhere = others.length > 0 || isForModel(wishes, text);
  const usable = elsewhere && loose ? strict : readings;
  const says = yesOrNo(text);
  const corrects = isCorrection(text) || isWrong(text) || saysOtherQuantity(text);
  if (confirming && others.length === 0 && (says === 'no' || saysKeepIt(text)) && !(corrects && strict.size > 0)) {
    if (saysWhich(text)) return theOther(talk, flow, frame);
    if (!isWrong(text)) return stop(talk);
    talk.says.push(flowText('whatInstead', talk.message.locale));
    happen(talk, 'modify');
    return { kind: 'said' };
  }
  if (corrects && !isAside(text) && correctable(flow, strict)) return set(talk, flow, frame, strict);
  if (others.length > 0 && usable.size === 0) return elseWhere(talk, text, others, confirming);
  if (others.length === 0 && asksShop(wishes, text) && !corrects) return { kind: 'model' };
  if (usable.size > 0 && !(others.length > 0 && isSureOf(wishes, others))) return set(talk, flow, frame, usable);
  if (others.length > 0) return elseWhere(talk, text, others, confirming);
  if (confirming && says === 'yes') {
    talk.says.push(flowText('sayYes', talk.message.locale));
    return { kind: 'run' };
  }
  if (confirming && wishes.flows.some((one) => one.flow.name === flow.name)) {
    if (isQuestion(text)) return { kind: 'model' };
    if (corrects && says !== 'yes') talk.says.push(flowText('notUnderstood', talk.message.locale));
    return { kind: 'run' };
  }
  if (isForModel(wishes, text) || isAside(text)) return { kind: 'model' };
  // What it says is known already.
  if (!confirming && (wishes.flows.length > 0 || repeats(flow, frame, talk.message))) return { kind: 'run' };
  if (asked?.otherwise && says === null && sayable(text))
    return set(talk, flow, frame, new Map([[asked.name, { kind: 'value', value: asked.otherwise }]]));
  if (wishes.top?.intent === 'deny' && wishes.top.confidence >= surelyNo && !saysUnsure(text)) return stop(talk);
  return unclear(talk, frame);
}

/** "不想要了" may be no more than the reason that was asked for. */
function isOption(asked: FlowSlot | undefined, text: string): boolean {
  const plain = text.replaceAll(/[\p{P}\p{Z}\s吧啊呀哈]/gu, '');
  if (asked?.type !== 'choice' || optionIn(asked.options, text) === null || /^不[退换办弄搞整]/u.test(plain))
    return false;
  const words = asked.options
    .flatMap((option) => option.words)
    .filter((word) => plain.toLowerCase().includes(word.replaceAll(' ', '')));
  return words.some((word) => word.replaceAll(' ', '').length >= 0.6 * plain.length);
}

/** Names and addresses with a piece of them put right. */
function piecesPutRight(flow: Flow, { slots }: Frame, text: string): ReadonlyMap<string, SlotReading> {
  const known = Object.entries(slots).filter(([name]) =>
    ['text', 'address'].includes(flow.slots.get(name)?.type ?? ''),
  );
  const readings = known.flatMap(([name, { value }]): [string, SlotReading][] => {
    const whole = mended(String(value), text);
    return whole === null ? [] : [[name, { kind: 'value', value: whole }]];
  });
  return new Map(readings);
}

/** The end of another code than the one that was found. */
function namesAnother(flow: Flow, { slots }: Frame, text: string): boolean {
  return [...flow.slots.values()].some(({ name, prefix, tool }) => {
    const end = tool && prefix !== null && slots[name] ? codeEndIn(prefix, text) : null;
    return end !== null && !endsWith(String(slots[name]?.value), end);
  });
}

/** Another of those that the shopper chose from. */
function anotherShown(flow: Flow, { slots, options }: Frame, text: string): ReadonlyMap<string, SlotReading> | null {
  const slot = [...flow.slots.values()].find(({ name }) => options.some(({ value }) => value === slots[name]?.value));
  const value = slot && options.length > 1 ? oneOf(options, text) : null;
  return slot && value !== null && value !== slots[slot.name]?.value
    ? new Map([[slot.name, { kind: 'value', value }]])
    : null;
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

/** How many, where, for whom or what kind: what another wish would hardly say. */
const isFigure = (flow: Flow, name: string): boolean =>
  ['quantity', 'place', 'choice', 'address', 'text'].includes(flow.slots.get(name)?.type ?? '');
const correctable = (flow: Flow, readings: ReadonlyMap<string, SlotReading>): boolean =>
  [...readings.keys()].some((name) => isFigure(flow, name));

/** A question that no flow answers. */
function isForModel({ top, flows }: Wishes, text: string): boolean {
  if (flows.length > 0 || !top || small.includes(top.intent)) return isQuestion(text) && flows.length === 0;
  return top.confidence >= actFrom || (top.confidence >= sure && isQuestion(text)) || isQuestion(text);
}

/** More than a sigh. */
const sayable = (text: string): boolean =>
  text.replaceAll(/[\p{P}\p{Z}嗯啊呃哦额唉]|\b(?:h+m+|u+h+|e+r+|dunno)\b/giu, '').length >= 2;

/** A plain answer to a question of yes or no; what else the message wants comes behind it. */
function answered(talk: Talk, flow: Flow, frame: Frame, answer: string, others: readonly WishedFlow[]): Answer {
  const asked = frame.asked ?? '';
  // "No person, please" wants none.
  const wanted = answer === 'no' ? others.filter((one) => !one.flow.intents.includes(personIntent)) : others;
  talk.waiting.push(...wanted.map((one) => ({ flow: one.flow.name, text: one.text })));
  return set(talk, flow, frame, new Map([[asked, { kind: 'value', value: answer }]]));
}
