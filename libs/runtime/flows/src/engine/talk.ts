import type { Dialogue, DialogueEvent, DialogueState, RunningFlow, SlotValue } from '@turnfleet/contract/schemas';
import { flowText } from '@turnfleet/contract/words';
import { eventsOf, type Happened, nextState } from '@turnfleet/dialogue';
import type { Flow } from '../definition/flow.ts';
import type { FlowSet } from '../definition/flow-set.ts';
import type { FlowTools } from './flow-tools.ts';

/** How flows ended that began: `abandoned` by the shopper, `given_up` after questions without an answer. */
export type FlowEnd = 'completed' | 'cancelled' | 'handed_over' | 'failed' | 'given_up';

/** What is known of a message beside its words. */
export interface Message {
  /** In simplified characters, without words of dialects. */
  readonly text: string;
  /** As the shopper wrote it, where that is not the same. */
  readonly written?: string;
  readonly locale: string;
  /** When it is heard, Unix milliseconds. */
  readonly now: number;
  /** An IANA name. */
  readonly timeZone: string;
  /** What the shopper's profile says, by name of slot. */
  readonly profile: Readonly<Record<string, string>>;
  /** What was said or found in turns before, by name of slot. */
  readonly earlier: Readonly<Record<string, string | number>>;
}

/** A flow as it runs, until the turn is over. */
export type FlowFrame = { -readonly [K in keyof RunningFlow]: RunningFlow[K] };

/** One message and what flows make of it. It belongs to one turn and is filled in while that runs. */
export interface Talk {
  readonly flows: FlowSet;
  readonly tools: FlowTools;
  readonly message: Message;
  /** The words of the message that are for the flow that runs. */
  said: string;
  state: DialogueState;
  frames: FlowFrame[];
  waiting: Dialogue['waiting'];
  /** That ran out of time, to be come back to. */
  saved: RunningFlow[];
  offered: 'person' | 'flow' | 'nothing';
  readonly says: string[];
  readonly happened: Happened[];
  /** The shopper is asked whether an effect shall be had. */
  holds: boolean;
  readonly started: string[];
  readonly ended: { readonly flow: string; readonly as: FlowEnd }[];
  failedQuestions: number;
  /** Of the flow that ended last in this turn. */
  lastSlots: RunningFlow['slots'] | null;
  /** What the shopper may answer. */
  suggestions: readonly string[];
}

/** Lets something happen to the dialogue; what its state does not take follows once an intent was recognised, or is no news. */
export function happen(talk: Talk, event: DialogueEvent, changed: readonly string[] = []): void {
  const before = eventsOf(talk.state).includes(event)
    ? []
    : eventsOf(talk.state).includes('recognised') && eventsOf('slot_filling').includes(event)
      ? (['recognised'] as const)
      : null;
  if (!before) return;
  for (const one of [...before, event]) {
    talk.state = nextState(talk.state, one);
    talk.happened.push({ event: one, ...(one === event && changed.length > 0 ? { changed } : {}) });
  }
}

/** Asks whether a person shall take over. */
export function offerPerson(talk: Talk): void {
  talk.offered = 'person';
  talk.says.push(flowText('offerPerson', talk.message.locale));
  talk.suggestions = [];
}

/** Begins a flow on top of those that run; what it can take over from `slots` it has already. */
export function beginFlow(talk: Talk, flow: Flow, slots: Readonly<Record<string, SlotValue>> = {}): FlowFrame {
  const known = Object.entries(slots).filter(([name]) => flow.slots.has(name));
  const frame: FlowFrame = {
    flow: flow.name,
    version: flow.version,
    text: flow.packed,
    step: flow.first,
    slots: Object.fromEntries(known),
    found: {},
    asked: null,
    options: [],
    excluded: [],
    failed: 0,
  };
  talk.frames.push(frame);
  talk.started.push(flow.name);
  return frame;
}

/** Ends the flow that runs. */
export function endFlow(talk: Talk, as: FlowEnd): void {
  const frame = talk.frames.pop();
  if (!frame) return;
  talk.ended.push({ flow: frame.flow, as });
  talk.lastSlots = frame.slots;
}
