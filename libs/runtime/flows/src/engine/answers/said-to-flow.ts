import type { Flow, FlowSlot } from '../../definition/flow.ts';
import { isPlace } from '../../readers/one-of.ts';
import { namesOnly } from '../../readers/product-in.ts';
import type { SlotReading } from '../../readers/read-slot.ts';
import { yesOrNo } from '../../readers/yes-or-no.ts';
import { readSlots } from '../../understanding/read-slots.ts';
import { isAside, isCorrection, isQuestion, isWrong, saysOtherQuantity } from '../../understanding/signals.ts';
import { actFrom, type WishedFlow, type Wishes } from '../../understanding/wishes.ts';
import type { FlowFrame, Talk } from '../talk.ts';
import type { Meaning } from '../ways.ts';

type Readings = ReadonlyMap<string, SlotReading>;

/** A message to the flow that runs, and what is read in it. */
export interface SaidToFlow {
  readonly talk: Talk;
  readonly flow: Flow;
  readonly frame: FlowFrame;
  readonly wishes: Wishes;
  readonly text: string;
  /** The slot that was asked for. */
  readonly asked: FlowSlot | undefined;
  /** No slot was: the shopper is to say whether an effect shall be had. */
  readonly confirming: boolean;
  /** Other flows that are wanted. */
  readonly others: readonly WishedFlow[];
  readonly isSureOfOthers: boolean;
  readonly says: 'yes' | 'no' | null;
  readonly corrects: boolean;
  /** What it says of slots by itself. */
  readonly strict: Readings;
  /** The same, and what only the question makes a value. */
  readonly usable: Readings;
}

/** One thing that a message may be to a flow. Null: it is not that, and nothing has happened. */
export type AnswerRule = (said: SaidToFlow) => Meaning | null;

const sureOfOther = 0.7;
const surelyOther = 0.85;

export function saidToFlow(talk: Talk, flow: Flow, frame: FlowFrame, wishes: Wishes): SaidToFlow {
  const { message } = talk;
  const { text } = message;
  const asked = frame.asked === null ? undefined : flow.slots.get(frame.asked);
  // In the middle of something a place in a row, or a guess, is no wish for something else.
  const isSure = !isPlace(text) && !namesOnly(text) && (wishes.top?.confidence ?? 0) >= sureOfOther;
  const others = isSure ? wishes.flows.filter((one) => one.flow.name !== flow.name) : [];
  const readings = readSlots(flow, frame, message, frame.asked);
  const byName = (asked?.tool?.needs ?? null) !== null;
  const loose = isOpenText(asked) || byName || asked?.type === 'address' || asked?.type === 'place';
  const strict = loose ? readSlots(flow, frame, message, null) : readings;
  const elsewhere = others.length > 0 || isForModel(wishes, text);
  return {
    ...{ talk, flow, frame, wishes, text, asked, others, strict },
    confirming: frame.asked === null,
    isSureOfOthers: isSureOf(wishes, others),
    says: yesOrNo(text),
    corrects: isCorrection(text) || isWrong(text) || saysOtherQuantity(text) || choosesOther(flow, strict),
    usable: elsewhere ? strict : readings,
  };
}

/** "不换了，直接退钱" chooses another of what there is, whatever it calls off. */
const choosesOther = (flow: Flow, readings: Readings): boolean =>
  [...readings.keys()].some((name) => {
    const slot = flow.slots.get(name);
    return slot?.type === 'choice' && slot.otherwise === null;
  });

export const isOfCancelling = ({ intents }: Flow): boolean => intents.includes('cancel_order');

const isOpenText = (asked: FlowSlot | undefined): boolean => asked?.type === 'text' && asked.pattern === null;

const isSureOf = ({ top }: Wishes, others: readonly WishedFlow[]): boolean =>
  top !== null && top.confidence >= surelyOther && others.some((one) => one.flow.intents.includes(top.intent));

/** An intent that no flow wants, and that a model answers better than another try. */
const sure = 0.5;
const small = ['affirm', 'deny', 'thanks', 'greeting'];

/** A question that no flow answers. */
export function isForModel({ top, flows }: Wishes, text: string): boolean {
  if (flows.length > 0 || !top || small.includes(top.intent)) return isQuestion(text) && flows.length === 0;
  return top.confidence >= actFrom || (top.confidence >= sure && isQuestion(text)) || isQuestion(text);
}

/** A question about what the shop sells, whatever figures and places are in it. */
export const asksShop = ({ top, flows }: Wishes, text: string): boolean =>
  top !== null &&
  flows.length === 0 &&
  top.confidence >= actFrom &&
  !small.includes(top.intent) &&
  (isQuestion(text) || isAside(text));
