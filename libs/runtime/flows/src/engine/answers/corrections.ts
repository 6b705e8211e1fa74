import type { Flow } from '../../definition/flow.ts';
import { codeEndIn, endsWith } from '../../readers/code-end.ts';
import { mended } from '../../readers/mended.ts';
import { oneOf } from '../../readers/one-of.ts';
import type { SlotReading } from '../../readers/read-slot.ts';
import { isAside, isCorrection, isWrong, saysOther, saysWhich } from '../../understanding/signals.ts';
import { set, theOther } from '../ways.ts';
import type { AnswerRule, SaidToFlow } from './said-to-flow.ts';

/** Names and addresses with a piece of them put right. */
export const putPieceRight: AnswerRule = ({ talk, flow, frame, text }) => {
  const known = Object.entries(frame.slots).filter(([name]) =>
    ['text', 'address'].includes(flow.slots.get(name)?.type ?? ''),
  );
  const readings = known.flatMap(([name, { value }]): [string, SlotReading][] => {
    const whole = mended(String(value), text);
    return whole === null ? [] : [[name, { kind: 'value', value: whole }]];
  });
  return readings.length > 0 ? set(talk, flow, frame, new Map(readings)) : null;
};

export const wantTheOther: AnswerRule = ({ talk, flow, frame, text, others }) =>
  saysOther(text) && others.length === 0 ? theOther(talk, flow, frame) : null;

/** The end of another code than the one that was found. */
export const nameAnotherCode: AnswerRule = (said) => {
  const { talk, flow, frame, text, others } = said;
  const may = others.length === 0 || isCorrection(text) || isWrong(text);
  return may && namesAnother(said) ? theOther(talk, flow, frame) : null;
};

function namesAnother({ flow, frame: { slots }, text }: SaidToFlow): boolean {
  return [...flow.slots.values()].some(({ name, prefix, tool }) => {
    const end = tool && prefix !== null && slots[name] ? codeEndIn(prefix, text) : null;
    return end !== null && !endsWith(String(slots[name]?.value), end);
  });
}

/** Another of those that the shopper chose from. */
export const chooseAnother: AnswerRule = ({ talk, flow, frame, text, confirming }) => {
  if (!confirming || !(isCorrection(text) || saysWhich(text))) return null;
  const { slots, options } = frame;
  const slot = [...flow.slots.values()].find(({ name }) => options.some(({ value }) => value === slots[name]?.value));
  const value = slot && options.length > 1 ? oneOf(options, text) : null;
  if (!slot || value === null || value === slots[slot.name]?.value) return null;
  return set(talk, flow, frame, new Map([[slot.name, { kind: 'value', value }]]));
};

/** "Two, not three". */
export const correctFigure: AnswerRule = ({ talk, flow, frame, text, corrects, strict }) =>
  corrects && !isAside(text) && [...strict.keys()].some((name) => isFigure(flow, name))
    ? set(talk, flow, frame, strict)
    : null;

/** How many, where, for whom or what kind: what another wish would hardly say. */
export const isFigure = (flow: Flow, name: string): boolean =>
  ['quantity', 'place', 'choice', 'address', 'text'].includes(flow.slots.get(name)?.type ?? '');
