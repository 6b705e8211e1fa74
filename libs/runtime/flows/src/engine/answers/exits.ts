import { hasLostQuestion, isAside, isQuestion, saysStop, saysUnsure } from '../../understanding/signals.ts';
import { elseWhere, stop } from '../ways.ts';
import { isFigure } from './corrections.ts';
import { type AnswerRule, asksShop, isForModel, isOfCancelling, type SaidToFlow } from './said-to-flow.ts';

export const sayStop: AnswerRule = ({ talk, flow, asked, text }) =>
  asked?.type !== 'yes_no' && saysStop(text, isOfCancelling(flow)) ? stop(talk) : null;

/** "What did you need?" is told by asking again. */
export const loseQuestion: AnswerRule = ({ text, others }) =>
  hasLostQuestion(text) && others.length === 0 ? { kind: 'run' } : null;

export const wantOnlySomethingElse: AnswerRule = ({ talk, text, others, usable, confirming }) =>
  others.length > 0 && usable.size === 0 ? elseWhere(talk, text, others, confirming) : null;

export const wantSomethingElse: AnswerRule = ({ talk, text, others, confirming }) =>
  others.length > 0 ? elseWhere(talk, text, others, confirming) : null;

export const askTheShop: AnswerRule = (said) =>
  said.others.length === 0 && !said.corrects && (asksShop(said.wishes, said.text) || asksAside(said))
    ? { kind: 'model' }
    : null;

/** "By the way, what is the E3?" names a product, but not that of the flow. */
const asksAside = ({ wishes, flow, text, strict }: SaidToFlow): boolean =>
  wishes.flows.length === 0 &&
  isAside(text) &&
  isQuestion(text) &&
  ![...strict.keys()].some((name) => isFigure(flow, name));

export const askTheModel: AnswerRule = ({ wishes, text }) =>
  isForModel(wishes, text) || isAside(text) ? { kind: 'model' } : null;

const surelySmall = 0.9;

export const denyPlainly: AnswerRule = ({ talk, text, wishes: { top } }) =>
  top?.intent === 'deny' && top.confidence >= surelySmall && !saysUnsure(text) ? stop(talk) : null;

/** Who says thanks where something was asked has what they wanted. */
export const sayThanks: AnswerRule = ({ talk, asked, confirming, wishes: { top } }) =>
  !confirming && asked?.type !== 'yes_no' && top?.intent === 'thanks' && top.confidence >= surelySmall
    ? stop(talk)
    : null;
