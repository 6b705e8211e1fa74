import type { Conversation, Turn } from '@turnfleet/contract/schemas';
import type { Clock } from '@turnfleet/core';
import {
  type Flow,
  type FlowSet,
  type Heard,
  hear,
  hearBegun,
  hearEffect,
  type Message,
  type Recognise,
} from '@turnfleet/flows';
import type { PendingToolCall, ToolResult } from '@turnfleet/tools';
import { droppedText } from '../confirmation/dropped-text.ts';
import type { ZoneOf } from '../confirmation/tools-of-turn.ts';
import type { Question } from '../converse.ts';
import { betweenSteps } from '../read-step.ts';
import { type HeardTurn, type Outcome, outcomeInOurWords } from '../reply.ts';
import type { CountFlows } from './flow-counter.ts';
import { flowResultOf, type ToolsOfFlows } from './flow-tools.ts';
import { hearingSpan } from './hearing-span.ts';
import { saidBefore } from './said-before.ts';
import { flowBegunBy } from './tools-beside-flows.ts';

interface TurnFlowsDeps {
  /** As they are now; a turn keeps those that it began with. */
  readonly flows: () => FlowSet;
  readonly recognise: Recognise;
  readonly clock: Pick<Clock, 'now'>;
  readonly zoneOf: ZoneOf;
  readonly count: CountFlows;
}

/** A turn as flows have to know it. */
interface FlowTurn {
  readonly turn: Turn;
  readonly locale: string;
  readonly conversation: Conversation;
  readonly tools: ToolsOfFlows;
}

export interface TurnFlows {
  /** The outcome of a turn that flows have the first word in; `model` answers what they leave to it. */
  answer(turn: FlowTurn, question: Question, model: (question: Question) => Promise<Outcome>): Promise<Outcome>;
  /** The outcome behind a call that the shopper said yes to, null if no flow asked for it. `made`: what came of it. */
  goOn(turn: FlowTurn, question: Question, made: ToolResult): Promise<Outcome | null>;
}

/** Longer messages say in their beginning what they want. */
const longestHeard = 1_000;

export function turnFlows(deps: TurnFlowsDeps): TurnFlows {
  const { clock, zoneOf, count } = deps;
  const messageOf = ({ turn, locale, conversation }: FlowTurn): Message => ({
    text: turn.text.slice(0, longestHeard),
    locale,
    now: clock.now(),
    timeZone: zoneOf(turn),
    profile: turn.user?.city ? { city: turn.user.city } : {},
    earlier: saidBefore(conversation),
  });
  return {
    async answer(flowTurn, question, model) {
      const { conversation, tools } = flowTurn;
      const scene = { flows: deps.flows(), tools, recognise: deps.recognise };
      const heard = await hearingSpan(() => hear(scene, conversation, messageOf(flowTurn)));
      const dialogue = heardTurn(heard);
      if (!heard.move) return unheard(flowTurn, dialogue, question, model);
      count(heard, 'recogniser');
      if (heard.toModel) return behindModel(flowTurn, heard, question, model);
      const dropped = question.dropped(tools.held);
      return told(flowTurn, question, heard, dropped === null ? heard.says : [dropped, ...heard.says]);
    },
    async goOn(flowTurn, question, made) {
      const { conversation, tools } = flowTurn;
      const result = flowResultOf(made);
      if (result.kind === 'failed') return null;
      const scene = { flows: deps.flows(), tools };
      const effect = { tool: made.record.name, result };
      const heard = await hearingSpan(() => hearEffect(scene, conversation, messageOf(flowTurn), effect));
      if (!heard) return null;
      count(heard, 'recogniser');
      const outcome = told(flowTurn, question, heard, heard.says);
      return { ...outcome, toolCalls: [made.record, ...outcome.toolCalls] };
    },
  };

  /** The model's answer to what no flow heard anything in, or what the flow says that it begins. */
  async function unheard(
    flowTurn: FlowTurn,
    dialogue: HeardTurn,
    question: Question,
    model: (question: Question) => Promise<Outcome>,
  ): Promise<Outcome> {
    const { conversation, tools } = flowTurn;
    // While a person has the conversation, nobody else begins anything.
    if (conversation.state === 'transfer') return { ...(await model(question)), dialogue };
    const flows = deps.flows();
    const wanted: { flow: Flow | null } = { flow: null };
    const takenOver: Question['takenOver'] = (calls) => (wanted.flow = flowBegunBy(calls, flows)) !== null;
    const outcome = await model({ ...question, takenOver });
    if (!wanted.flow || outcome.status === 'failed') return { ...outcome, dialogue };
    const { flow } = wanted;
    const heard = await hearingSpan(() => hearBegun({ flows, tools }, conversation, messageOf(flowTurn), flow));
    count(heard, 'model');
    const says = outcome.text === '' ? heard.says : ['', ...heard.says];
    const { dialogue: begun, ...answered } = told(flowTurn, question, heard, says);
    return {
      ...outcome,
      ...answered,
      model: outcome.model,
      firstTokenAt: outcome.firstTokenAt ?? answered.firstTokenAt,
      toolCalls: [...outcome.toolCalls, ...answered.toolCalls],
      dialogue: { ...dialogue, ...begun, intent: flow.intents[0] ?? null, confidence: undefined },
    };
  }

  function told({ tools }: FlowTurn, question: Question, heard: Heard, says: readonly string[]): Outcome {
    question.progress.delta(says.join(betweenSteps));
    return outcomeInOurWords('completed', question.progress.text, {
      firstTokenAt: clock.now(),
      toolCalls: tools.records,
      suggestions: heard.suggestions,
      results: question.grounding.results,
      dialogue: heardTurn(heard),
      ...heldBy(question, tools.held),
    });
  }
}

const heldBy = (question: Question, held: PendingToolCall | null): Pick<Outcome, 'held'> =>
  held ? { held: question.hold(held) } : {};

/** The model's answer, and behind it what the flow has to ask. */
async function behindModel(
  { conversation, locale, tools }: FlowTurn,
  heard: Heard,
  question: Question,
  model: (question: Question) => Promise<Outcome>,
): Promise<Outcome> {
  const { held } = tools;
  const outcome = await model({
    ...question,
    called: tools.records,
    dropped: (next) => droppedText(conversation, locale, held ?? next),
  });
  const dialogue = heardTurn(heard);
  if (outcome.status === 'failed') return { ...outcome, dialogue: { ...dialogue, move: failedMove(heard) } };
  // What the model asks the shopper is the one question that they are asked.
  if (outcome.held || heard.says.length === 0) return { ...outcome, dialogue };
  question.progress.delta(betweenSteps + heard.says.join(betweenSteps));
  return {
    ...outcome,
    text: question.progress.text,
    suggestions: heard.suggestions,
    dialogue,
    ...heldBy(question, held),
  };
}

const heardTurn = ({ move, wish, slots }: Heard): HeardTurn => ({
  move,
  intent: wish?.intent ?? null,
  ...(wish && { confidence: Math.round(wish.confidence * 1_000) / 1_000 }),
  ...(slots && { slots }),
});

/** The flow waits where it was; only the answer failed. */
const failedMove = ({ move }: Heard): HeardTurn['move'] => move && { ...move, happened: [{ event: 'failed' }] };
