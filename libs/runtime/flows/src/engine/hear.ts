import {
  type Dialogue,
  type DialogueState,
  noDialogue,
  type RunningFlow,
  toldSlots,
} from '@turnfleet/contract/schemas';
import { flowText } from '@turnfleet/contract/words';
import type { DialogueMove } from '@turnfleet/dialogue';
import type { Flow } from '../definition/flow.ts';
import type { FlowSet } from '../definition/flow-set.ts';
import { oneOf } from '../readers/one-of.ts';
import { yesOrNo } from '../readers/yes-or-no.ts';
import { readSlots } from '../understanding/read-slots.ts';
import { type Recognise, type Wish, type WishedFlow, type Wishes, wishesIn } from '../understanding/wishes.ts';
import { answerToFlow } from './answer-to-flow.ts';
import type { FlowTools } from './flow-tools.ts';
import { filled } from './lookup.ts';
import { backToFlow, runFlows, wordsOf } from './run-flows.ts';
import { setSlots } from './set-slots.ts';
import { beginFlow, endFlow, type FlowEnd, type Frame, happen, type Message, type Talk } from './talk.ts';

export interface HearDeps {
  readonly flows: FlowSet;
  readonly tools: FlowTools;
  readonly recognise: Recognise;
}

/** Where a conversation stands. */
export interface Standing {
  readonly state: DialogueState;
  readonly dialogue?: Dialogue | undefined;
}

/** What flows make of a message. */
export interface Heard {
  /** The model answers; what is said here comes behind it. */
  readonly toModel: boolean;
  readonly says: readonly string[];
  /** The last of them asks whether an effect shall be had. */
  readonly holds: boolean;
  /** Null: no flow has to do with the message. */
  readonly move: DialogueMove | null;
  readonly wish: Wish | null;
  /** Of the flow that runs, or ran last; what tells of a person is masked. */
  readonly slots: RunningFlow['slots'] | null;
  readonly suggestions: readonly string[];
  readonly started: readonly string[];
  readonly ended: readonly { readonly flow: string; readonly as: FlowEnd }[];
  readonly failedQuestions: number;
}

/** Intent of those who want to talk to a person; a flow that wants it hands over. */
export const personIntent = 'human_agent';

export function talkAbout(deps: HearDeps, { state, dialogue = noDialogue }: Standing, message: Message): Talk {
  return {
    flows: deps.flows,
    tools: deps.tools,
    message,
    state,
    frames: dialogue.flows.map((frame) => ({ ...frame })),
    waiting: [...dialogue.waiting],
    offered: dialogue.offered,
    says: [],
    happened: [],
    holds: false,
    started: [],
    ended: [],
    failedQuestions: 0,
    lastSlots: null,
    suggestions: [],
  };
}

/**
 * What flows make of a message: they answer it, have the model answer it and go on behind, or have nothing to do with it. An
 * effect is asked about here and never had.
 */
export async function hear(deps: HearDeps, standing: Standing, message: Message): Promise<Heard> {
  const talk = talkAbout(deps, standing, message);
  // While a person has the conversation, flows keep out of it.
  const wishes =
    standing.state === 'transfer'
      ? { top: null, flows: [], between: null }
      : await wishesIn(message.text, deps.recognise, deps.flows);
  const before = talk.frames.at(-1);
  const heard = standing.state === 'transfer' ? 'model' : await respond(talk, wishes);
  if (heard === 'model' && !before && talk.happened.length === 0) return nothingToDo(wishes.top);
  return heardOf(talk, wishes.top, heard === 'model');
}

async function respond(talk: Talk, wishes: Wishes): Promise<'flow' | 'model'> {
  const offered = talk.offered;
  talk.offered = 'nothing';
  if (offered === 'person') {
    const answered = answerToOffer(talk, wishes);
    if (answered) return answered === 'run' ? run(talk) : 'flow';
  }
  if (offered === 'flow') {
    const chosen = chosenFlow(talk, wishes);
    talk.waiting = [];
    if (chosen) return begin(talk, [{ flow: chosen, text: talk.message.text }]);
  }
  if (talk.frames.length > 0) {
    const answer = answerToFlow(talk, wishes);
    if (answer.kind === 'run') return run(talk);
    if (answer.kind === 'begin') return begin(talk, answer.flows);
    if (answer.kind === 'said') return 'flow';
    happen(talk, 'query');
    // Asked again behind what the model says.
    await runFlows(talk);
    return 'model';
  }
  if (wishes.flows.length > 0) return begin(talk, wishes.flows);
  if (!wishes.between) return 'model';
  return askWhich(talk, wishes.between);
}

async function run(talk: Talk): Promise<'flow'> {
  await runFlows(talk);
  return 'flow';
}

/** Begins the first of the flows; the others wait, in their order. */
async function begin(talk: Talk, [first, ...others]: readonly WishedFlow[]): Promise<'flow'> {
  if (!first) return run(talk);
  happen(talk, 'recognised');
  const { flow, text } = first;
  if (flow.intents.includes(personIntent)) {
    while (talk.frames.length > 0) endFlow(talk, 'cancelled');
    talk.waiting = [];
  }
  const frame = backTo(talk, flow) ?? beginFlow(talk, flow);
  setSlots(talk, talk.flows.versionOf(frame), frame, readSlots(flow, frame, { ...talk.message, text }, null));
  const wanted = [
    ...talk.waiting,
    ...others.map((one) => ({ flow: one.flow.name, text: one.text.slice(0, longestWish) })),
  ];
  const running = new Set(talk.frames.map((one) => one.flow));
  talk.waiting = wanted
    .filter((one, at) => !running.has(one.flow) && wanted.findIndex((other) => other.flow === one.flow) === at)
    .slice(0, mostWaiting);
  return run(talk);
}

/** A flow that waits below those which run is gone on with, and they are left. */
function backTo(talk: Talk, { name }: Flow): Frame | null {
  if (!talk.frames.some((one) => one.flow === name)) return null;
  while (talk.frames.at(-1)?.flow !== name) endFlow(talk, 'cancelled');
  return talk.frames.at(-1) ?? null;
}

const longestWish = 300;
const mostWaiting = 3;

/** A person was offered after questions without an answer. Null: the message is about something else. */
function answerToOffer(talk: Talk, wishes: Wishes): 'run' | 'said' | null {
  const person = talk.flows.startedBy(personIntent);
  const answer = yesOrNo(talk.message.text);
  if (answer === 'yes' && person) {
    while (talk.frames.length > 0) endFlow(talk, 'given_up');
    talk.waiting = [];
    beginFlow(talk, person);
    happen(talk, 'recognised');
    return 'run';
  }
  if (answer !== 'no' || wishes.flows.length > 0) return null;
  happen(talk, 'give_up');
  endFlow(talk, 'given_up');
  talk.says.push(flowText(talk.frames.length > 0 ? 'leftAside' : 'stopped', talk.message.locale));
  backToFlow(talk);
  return talk.frames.length > 0 ? 'run' : 'said';
}

function chosenFlow(talk: Talk, { flows, top }: Wishes): Flow | null {
  const candidates = talk.waiting.flatMap(({ flow }) => talk.flows.flows.get(flow) ?? []);
  const [said] = flows;
  if (said) return said.flow;
  const shown = candidates.map((flow) => ({ value: flow.name, label: wordsOf(talk, flow.title) }));
  const named = oneOf(shown, talk.message.text);
  const meant = candidates.find(({ name }) => name === named) ?? null;
  if (meant) return meant;
  const likely = top && candidates.find(({ intents }) => intents.includes(top.intent));
  return likely ?? (yesOrNo(talk.message.text) === 'yes' ? (candidates[0] ?? null) : null);
}

function askWhich(talk: Talk, [first, second]: readonly [Flow, Flow]): 'flow' {
  happen(talk, 'query');
  happen(talk, 'unclear');
  talk.offered = 'flow';
  const { text } = talk.message;
  talk.waiting = [first, second].map(({ name }) => ({ flow: name, text: text.slice(0, longestWish) }));
  const titles: Readonly<Record<string, string>> = {
    first: wordsOf(talk, first.title),
    second: wordsOf(talk, second.title),
  };
  talk.says.push(filled(flowText('which', talk.message.locale), (name) => titles[name]));
  talk.suggestions = Object.values(titles);
  return 'flow';
}

const nothingToDo = (wish: Wish | null): Heard => ({
  ...{ toModel: true, says: [], holds: false, move: null, wish, slots: null },
  ...{ suggestions: [], started: [], ended: [], failedQuestions: 0 },
});

export function heardOf(talk: Talk, wish: Wish | null, toModel: boolean): Heard {
  const slots = talk.frames.at(-1)?.slots ?? talk.lastSlots;
  return {
    toModel,
    says: talk.says,
    holds: talk.holds,
    move: {
      happened: talk.happened,
      kept: { flows: talk.frames, waiting: talk.waiting, offered: talk.offered },
    },
    wish,
    slots: slots && toldSlots(slots),
    suggestions: talk.suggestions,
    started: talk.started,
    ended: talk.ended,
    failedQuestions: talk.failedQuestions,
  };
}
