import type { Wishes } from '../understanding/wishes.ts';
import { refuse, sayYesWithMore, wantItAgain } from './answers/confirmations.ts';
import { chooseAnother, correctFigure, nameAnotherCode, putPieceRight, wantTheOther } from './answers/corrections.ts';
import {
  askTheModel,
  askTheShop,
  denyPlainly,
  loseQuestion,
  sayStop,
  sayThanks,
  wantOnlySomethingElse,
  wantSomethingElse,
} from './answers/exits.ts';
import {
  chooseShown,
  fillSlots,
  giveCodeEnd,
  nameAnOption,
  nameNoOption,
  sayAgain,
  sayYesOrNo,
} from './answers/fillings.ts';
import { type AnswerRule, saidToFlow } from './answers/said-to-flow.ts';
import type { Talk } from './talk.ts';
import { type Meaning, unclear } from './ways.ts';

/** What a shopper may do with a message, the more telling first: the first that it is, it is taken as. */
const rules: readonly AnswerRule[] = [
  nameAnOption,
  sayStop,
  loseQuestion,
  sayYesOrNo,
  putPieceRight,
  wantTheOther,
  chooseShown,
  giveCodeEnd,
  nameAnotherCode,
  chooseAnother,
  refuse,
  correctFigure,
  wantOnlySomethingElse,
  askTheShop,
  fillSlots,
  wantSomethingElse,
  sayYesWithMore,
  wantItAgain,
  askTheModel,
  sayAgain,
  nameNoOption,
  denyPlainly,
  sayThanks,
];

/** Takes a message as an answer to the flow that runs, or as a correction, a way out, or a way round. */
export function answerToFlow(talk: Talk, wishes: Wishes): Meaning {
  const frame = talk.frames.at(-1);
  if (!frame) return { kind: 'model' };
  const said = saidToFlow(talk, talk.flows.versionOf(frame), frame, wishes);
  for (const rule of rules) {
    const answer = rule(said);
    if (answer) return answer;
  }
  return unclear(talk, frame);
}
