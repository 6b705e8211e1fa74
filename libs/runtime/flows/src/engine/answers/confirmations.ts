import { flowText } from '@turnfleet/contract/words';
import {
  isQuestion,
  isWrong,
  saidRather,
  saysKeepIt,
  saysWhich,
  saysYesUnwanted,
} from '../../understanding/signals.ts';
import { happen, type Talk } from '../talk.ts';
import { type Meaning, stop, theOther } from '../ways.ts';
import { type AnswerRule, isOfCancelling } from './said-to-flow.ts';

/** Not so, or not at all. */
export const refuse: AnswerRule = ({ talk, flow, frame, text, confirming, others, says, corrects, strict }) => {
  if (!confirming || others.length > 0 || !(says === 'no' || saysKeepIt(text))) return null;
  if (corrects && strict.size > 0) return null;
  const other = saidRather(text);
  if (other !== null) talk.said = other;
  if (other !== null || saysWhich(text)) return theOther(talk, flow, frame);
  if (isOfCancelling(flow) && saysYesUnwanted(text)) return askForPlainYes(talk);
  if (!isWrong(text)) return stop(talk);
  talk.says.push(flowText('whatInstead', talk.message.locale));
  happen(talk, 'modify');
  return { kind: 'said' };
};

/** A yes that does not count, as more is said with it. */
export const sayYesWithMore: AnswerRule = ({ talk, confirming, says }) =>
  confirming && says === 'yes' ? askForPlainYes(talk) : null;

function askForPlainYes(talk: Talk): Meaning {
  talk.says.push(flowText('sayYes', talk.message.locale));
  return { kind: 'run' };
}

/** What is wanted is wanted once more. */
export const wantItAgain: AnswerRule = ({ talk, flow, text, wishes, confirming, says, corrects }) => {
  if (!confirming || wishes.flows.every((one) => one.flow.name !== flow.name)) return null;
  if (isQuestion(text)) return { kind: 'model' };
  if (corrects && says !== 'yes') talk.says.push(flowText('notUnderstood', talk.message.locale));
  return { kind: 'run' };
};
