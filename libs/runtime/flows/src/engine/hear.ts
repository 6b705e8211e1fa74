import {
  type Dialogue,
  type DialogueState,
  noDialogue,
  type RunningFlow,
  toldSlots,
} from '@turnfleet/contract/schemas';
import type { DialogueMove } from '@turnfleet/dialogue';
import { simplified, standardChinese } from '@turnfleet/reading';
import type { Flow } from '../definition/flow.ts';
import type { FlowSet } from '../definition/flow-set.ts';
import { type Recognise, type Wish, type Wishes, wishesIn } from '../understanding/wishes.ts';
import { answerToFlow } from './answer-to-flow.ts';
import { begin, run } from './begin-flows.ts';
import type { FlowTools } from './flow-tools.ts';
import { answerToOffer, askWhich, chosenFlow } from './offers.ts';
import { runFlows } from './run-flows.ts';
import { comesBack, goOnWithSaved } from './saved-flows.ts';
import { type FlowEnd, happen, type Message, type Talk } from './talk.ts';

export interface HearDeps {
  readonly flows: FlowSet;
  readonly tools: FlowTools;
  readonly recognise: Recognise;
}

/** Where a conversation stands. */
export interface DialogueStanding {
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

export function talkAbout(deps: HearDeps, { state, dialogue = noDialogue }: DialogueStanding, written: Message): Talk {
  const message = { ...written, text: standardChinese(simplified(written.text)), written: written.text };
  return {
    flows: deps.flows,
    tools: deps.tools,
    message,
    said: message.text,
    state,
    frames: dialogue.flows.map((frame) => ({ ...frame })),
    waiting: [...dialogue.waiting],
    saved: dialogue.saved ?? [],
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
export async function hear(deps: HearDeps, standing: DialogueStanding, message: Message): Promise<Heard> {
  const talk = talkAbout(deps, standing, message);
  // While a person has the conversation, flows keep out of it.
  const wishes =
    standing.state === 'transfer'
      ? { top: null, flows: [], between: null }
      : await wishesIn(talk.message.text, deps.recognise, deps.flows);
  const before = talk.frames.at(-1);
  const heard = standing.state === 'transfer' ? 'model' : await respond(talk, wishes);
  if (heard === 'model' && !before && talk.happened.length === 0) return nothingToDo(wishes.top);
  return heardOf(talk, wishes.top, heard === 'model');
}

/** What comes of a flow that somebody else than the recogniser found to be wanted. */
export async function hearBegun(
  deps: Omit<HearDeps, 'recognise'>,
  standing: DialogueStanding,
  message: Message,
  flow: Flow,
): Promise<Heard> {
  const talk = talkAbout({ ...deps, recognise: async () => [] }, standing, message);
  await begin(talk, [{ flow, text: message.text }]);
  return heardOf(talk, null, false);
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
  if (comesBack(talk, wishes)) return goOnWithSaved(talk);
  if (wishes.flows.length > 0) return begin(talk, wishes.flows);
  if (!wishes.between) return 'model';
  return askWhich(talk, wishes.between);
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
      kept: {
        ...{ flows: talk.frames, waiting: talk.waiting, offered: talk.offered },
        ...(talk.saved.length > 0 && { saved: talk.saved }),
      },
    },
    wish,
    slots: slots && toldSlots(slots),
    suggestions: talk.suggestions,
    started: talk.started,
    ended: talk.ended,
    failedQuestions: talk.failedQuestions,
  };
}
