import type { Random } from '@turnfleet/core';
import type { ModelTool } from '@turnfleet/model';
import type { Answer, Exchange } from './exchange.ts';
import { answerText, otherResultsText, type Settled, smallTalkText } from './phrasing/answer-text.ts';
import { answeredQuestion } from './planning/answered-question.ts';
import { forcedArguments } from './planning/forced.ts';
import type { Json } from './planning/json.ts';
import { orderFlow } from './planning/order-flow.ts';
import { type Step, stepFor, toolOf } from './planning/step.ts';
import { type Turn, turnOf } from './planning/turn.ts';
import { vendorId } from './seeded-random.ts';
import { type Background, backgroundOf } from './understanding/background.ts';
import { asksForDays } from './understanding/days.ts';
import { entitiesIn } from './understanding/entities.ts';
import { answerLanguage, type Language } from './understanding/language.ts';
import { needsOf } from './understanding/needs.ts';
import { forStaffIn, smallTalkIn } from './understanding/small-talk.ts';

interface Call {
  readonly tool: ModelTool;
  readonly args: Json;
}

/**
 * One step of the model: what the messages ask for is looked up with the tools offered, and told from their results.
 * It reads nothing but `exchange`; `random` chooses among equal phrases and makes call ids.
 */
export function answer(exchange: Exchange, random: Random, idPrefix: string): Answer {
  const turn = answeredQuestion(turnOf(exchange.messages));
  const background = backgroundOf(turn.earlier);
  const scene = { turn, tools: exchange.tools, shopperIsKnown: background.isKnown };
  const settled = needsOf(turn.question, background).map((need): Settled => ({ need, step: stepFor(need, scene) }));
  const begun = settled.length === 0 ? orderFlow(scene) : null;
  const calls = chosenCalls(exchange, begun ? [begun] : settled.map(({ step }) => step), turn, background);
  if (calls.length > 0) return { text: '', toolCalls: calls.map((call) => written(call, random, idPrefix)) };
  const language = background.language ?? languageFor(turn);
  return { text: textFor(settled, turn, background, language, random), toolCalls: [] };
}

function chosenCalls(exchange: Exchange, steps: readonly Step[], turn: Turn, background: Background): Call[] {
  const wanted = distinct(steps.flatMap((step) => (step.kind === 'call' ? [step] : [])));
  const few = (calls: Call[]): Call[] => (exchange.parallelToolCalls ? calls : calls.slice(0, 1));
  const { toolChoice, tools } = exchange;
  const force = (tool: ModelTool | undefined): Call[] =>
    tool ? [{ tool, args: forcedArguments(tool, turn.question, background) }] : [];
  switch (toolChoice) {
    case 'none':
      return [];
    case 'auto':
      return few(wanted);
    case 'required':
      return wanted.length > 0 ? few(wanted) : force(tools.find(({ name }) => name === toolOf.search) ?? tools[0]);
    default: {
      const named = wanted.filter(({ tool }) => tool.name === toolChoice.name);
      return named.length > 0 ? few(named) : force(tools.find(({ name }) => name === toolChoice.name));
    }
  }
}

function textFor(
  settled: readonly Settled[],
  turn: Turn,
  { calendar, orderId }: Background,
  language: Language,
  random: Random,
): string {
  const { question } = turn;
  const scene = { language, calendar: asksForDays(question) ? calendar : null };
  if (settled.length > 0) return answerText(settled, scene);
  if (turn.done.length > 0) return otherResultsText(turn.done, scene);
  const order = entitiesIn(question).orderIds.at(-1) ?? orderId;
  const talk = forStaffIn(question) ?? smallTalkIn(question) ?? 'offTopic';
  return smallTalkText(talk, { language, order, greeted: hasGreeted(turn) }, random);
}

/** Nobody is greeted twice. */
function hasGreeted({ earlier }: Turn): boolean {
  return earlier.some((message) => message.role === 'user' && smallTalkIn(message.text) === 'greeting');
}

function languageFor(turn: Turn): Language {
  const asked = turn.earlier.flatMap((message) => (message.role === 'user' ? [message.text] : []));
  return answerLanguage([turn.question, ...asked.reverse()]);
}

function written({ tool, args }: Call, random: Random, prefix: string): Answer['toolCalls'][number] {
  return { id: vendorId(random, prefix), name: tool.name, arguments: JSON.stringify(args) };
}

function distinct(calls: readonly Call[]): Call[] {
  return [...new Map(calls.map(({ tool, args }) => [`${tool.name} ${JSON.stringify(args)}`, { tool, args }])).values()];
}
