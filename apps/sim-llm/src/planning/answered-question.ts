import type { ModelMessage } from '@turnfleet/model';
import { phrasesOf } from '../phrasing/phrases-of.ts';
import { clausesOf } from '../understanding/clauses.ts';
import { entitiesIn } from '../understanding/entities.ts';
import { productNamed } from '../understanding/product-words.ts';
import { forStaffIn, smallTalkIn } from '../understanding/small-talk.ts';
import type { Turn } from './turn.ts';

/** What asks for something more: also those who are sent to people may still name their order. */
const asked = Object.values(phrasesOf).flatMap(({ ask, forStaff }) => [
  ...Object.values(ask),
  ...Object.values(forStaff).map((phrase) => phrase(null)),
]);

/** A message that only gives what the model has just asked for belongs to the question that lacked it. */
export function answeredQuestion(turn: Turn): Turn {
  const said = turn.earlier.filter(({ role }) => role === 'user' || role === 'assistant');
  const [before, reply] = said.slice(-2);
  if (before?.role !== 'user' || reply?.role !== 'assistant' || !endsWithAsking(reply)) return turn;
  const { question } = turn;
  const { skus, orderIds, cities, coupon, level, amount, quantity } = entitiesIn(question);
  const given = [...skus, ...orderIds, ...cities, coupon, level, amount, quantity].some((one) => one !== null);
  if (!given && productNamed(question) === '') return turn;
  const speaksForItself = clausesOf(question).some(({ intents }) => intents.some((intent) => intent !== 'track'));
  if (speaksForItself || smallTalkIn(question) || forStaffIn(question)) return turn;
  return { ...turn, question: `${before.text}\n${question}`, earlier: turn.earlier.filter((one) => one !== before) };
}

const endsWithAsking = ({ text }: Extract<ModelMessage, { role: 'assistant' }>): boolean =>
  asked.some((phrase) => text.trimEnd().endsWith(phrase));
