import { codeEndIn } from '../../readers/code-end.ts';
import { oneOf } from '../../readers/one-of.ts';
import { optionIn } from '../../readers/read-slot.ts';
import { readSlots, repeats } from '../../understanding/read-slots.ts';
import { personIntent } from '../begin-flows.ts';
import { set } from '../ways.ts';
import { isFigure } from './corrections.ts';
import type { AnswerRule } from './said-to-flow.ts';

/** "不想要了" may be no more than the reason that was asked for. */
export const nameAnOption: AnswerRule = ({ talk, flow, frame, asked, text }) => {
  const plain = text.replaceAll(/[\p{P}\p{Z}\s吧啊呀哈]/gu, '');
  if (asked?.type !== 'choice' || optionIn(asked.options, text) === null || /^不[退换办弄搞整]/u.test(plain))
    return null;
  const words = asked.options
    .flatMap((option) => option.words)
    .map((word) => word.replaceAll(' ', ''))
    .filter((word) => plain.toLowerCase().includes(word));
  if (!words.some((word) => word.length >= 0.6 * plain.length)) return null;
  return set(talk, flow, frame, readSlots(flow, frame, talk.message, asked.name));
};

/** A plain answer to a question of yes or no; what else the message wants comes behind it. */
export const sayYesOrNo: AnswerRule = ({ talk, flow, frame, asked, says, others }) => {
  if (asked?.type !== 'yes_no' || says === null || (says === 'yes' && others.length > 0)) return null;
  // "No person, please" wants none.
  const wanted = says === 'no' ? others.filter((one) => !one.flow.intents.includes(personIntent)) : others;
  talk.waiting.push(...wanted.map((one) => ({ flow: one.flow.name, text: one.text })));
  return set(talk, flow, frame, new Map([[asked.name, { kind: 'value', value: says }]]));
};

/** One of those that were shown; a yes means the only one. */
export const chooseShown: AnswerRule = ({ talk, flow, frame, asked, says, text, isSureOfOthers }) => {
  if (!asked?.tool || frame.options.length === 0 || isSureOfOthers) return null;
  const [only] = frame.options.length === 1 && says === 'yes' ? frame.options : [];
  const chosen = only?.value ?? oneOf(frame.options, text);
  if (chosen === null) return null;
  const besides = [...readSlots(flow, frame, talk.message, null)].filter(([name]) => isFigure(flow, name));
  return set(talk, flow, frame, new Map([...besides, [asked.name, { kind: 'value', value: chosen }]]));
};

/** Looks by the end of a code; twice at most, as it may lead to none. */
export const giveCodeEnd: AnswerRule = ({ frame, asked, text, isSureOfOthers }) => {
  if (!asked?.tool || asked.prefix === null || isSureOfOthers || frame.failed >= 2) return null;
  if (codeEndIn(asked.prefix, text) === null) return null;
  frame.failed += 1;
  return { kind: 'run' };
};

export const fillSlots: AnswerRule = ({ talk, flow, frame, usable, others, isSureOfOthers }) =>
  usable.size === 0 || (others.length > 0 && isSureOfOthers) ? null : set(talk, flow, frame, usable);

/** What it says is known already. */
export const sayAgain: AnswerRule = ({ talk, flow, frame, wishes, confirming }) =>
  !confirming && (wishes.flows.length > 0 || repeats(flow, frame, talk.message)) ? { kind: 'run' } : null;

/** An answer that names none of the options, where the flow has a way to take that. */
export const nameNoOption: AnswerRule = ({ talk, flow, frame, asked, says, text }) =>
  asked?.otherwise && says === null && sayable(text)
    ? set(talk, flow, frame, new Map([[asked.name, { kind: 'value', value: asked.otherwise }]]))
    : null;

/** More than a sigh. */
const sayable = (text: string): boolean =>
  text.replaceAll(/[\p{P}\p{Z}嗯啊呃哦额唉]|\b(?:h+m+|u+h+|e+r+|dunno)\b/giu, '').length >= 2;
