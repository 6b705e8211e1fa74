import type { Flow } from '../../definition/flow.ts';
import { isAside, saysStop, saysUnsure } from '../../understanding/signals.ts';
import { elseWhere, stop } from '../ways.ts';
import { type AnswerRule, asksShop, isForModel } from './said-to-flow.ts';

export const sayStop: AnswerRule = ({ talk, flow, asked, text }) =>
  asked?.type !== 'yes_no' && saysStop(text, isOfCancelling(flow)) ? stop(talk) : null;

const isOfCancelling = ({ intents }: Flow): boolean => intents.includes('cancel_order');

export const wantOnlySomethingElse: AnswerRule = ({ talk, text, others, usable, confirming }) =>
  others.length > 0 && usable.size === 0 ? elseWhere(talk, text, others, confirming) : null;

export const wantSomethingElse: AnswerRule = ({ talk, text, others, confirming }) =>
  others.length > 0 ? elseWhere(talk, text, others, confirming) : null;

export const askTheShop: AnswerRule = ({ wishes, text, others, corrects }) =>
  others.length === 0 && asksShop(wishes, text) && !corrects ? { kind: 'model' } : null;

export const askTheModel: AnswerRule = ({ wishes, text }) =>
  isForModel(wishes, text) || isAside(text) ? { kind: 'model' } : null;

const surelyNo = 0.9;

export const denyPlainly: AnswerRule = ({ talk, text, wishes: { top } }) =>
  top?.intent === 'deny' && top.confidence >= surelyNo && !saysUnsure(text) ? stop(talk) : null;
