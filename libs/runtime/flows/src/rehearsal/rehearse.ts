import { type DialogueState, noDialogue, type RunningFlow } from '@turnfleet/contract/schemas';
import { eventsOf, nextState } from '@turnfleet/dialogue';
import { isAffirmative } from '@turnfleet/reading';
import type { FlowSet } from '../definition/flow-set.ts';
import { type DialogueStanding, type Heard, hear } from '../engine/hear.ts';
import { hearEffect } from '../engine/hear-effect.ts';
import type { Message } from '../engine/talk.ts';
import type { Recognise } from '../understanding/wishes.ts';
import { playedTools } from './played-tools.ts';
import type { Expected, Rehearsed, ToolPart } from './rehearsal-file.ts';

interface RehearseDeps {
  readonly flows: FlowSet;
  readonly recognise: Recognise;
  /** Unix milliseconds. */
  readonly now: number;
  readonly timeZone: string;
  /** For all conversations of the file. */
  readonly tools: readonly ToolPart[];
}

/** A turn as it went. */
export interface RehearsedTurn {
  readonly say: string;
  readonly says: string;
  readonly state: DialogueState;
  readonly flow: string;
  readonly slots: RunningFlow['slots'];
  readonly effect: string;
  readonly model: boolean;
  /** What was expected and is not so; empty if all is. */
  readonly wrong: readonly string[];
}

interface Effect {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly alsoYes: readonly string[];
}

/** Plays a conversation without any model: a plain yes lets happen what was asked, all else is for the flows. */
export async function rehearse(deps: RehearseDeps, conversation: Rehearsed): Promise<readonly RehearsedTurn[]> {
  const turns: RehearsedTurn[] = [];
  let standing: Required<DialogueStanding> = { state: 'init', dialogue: noDialogue };
  let held: Effect | null = null;
  let earlier: Message['earlier'] = {};
  for (const { say, expect } of conversation.turns) {
    const tools = playedTools([...conversation.tools, ...deps.tools]);
    const message = {
      text: say,
      locale: conversation.locale,
      now: deps.now,
      timeZone: deps.timeZone,
      profile: conversation.profile,
      earlier,
    };
    const confirmed: Effect | null = held && isAffirmative(say, held.alsoYes) ? held : null;
    const after = confirmed && { tool: confirmed.tool, result: tools.run(confirmed) };
    const scene = { flows: deps.flows, tools, recognise: deps.recognise };
    const heard: Heard =
      (after && (await hearEffect(scene, standing, message, after))) ?? (await hear(scene, standing, message));
    standing = afterMove(standing, heard);
    held = heard.holds ? tools.held : null;
    earlier = { ...earlier, ...valuesOf(heard.slots) };
    const went = {
      say,
      says: heard.says.join('\n'),
      state: standing.state,
      flow: standing.dialogue.flows.at(-1)?.flow ?? 'none',
      slots: heard.slots ?? {},
      effect:
        [...(confirmed && after?.result.kind === 'ok' ? [confirmed] : []), ...tools.had].map(effectText).join(', ') ||
        'none',
      model: heard.toModel,
    };
    turns.push({ ...went, wrong: wrongIn(went, expect) });
  }
  return turns;
}

function afterMove({ state, dialogue }: Required<DialogueStanding>, { move }: Heard): Required<DialogueStanding> {
  if (!move) return { state: eventsOf(state).includes('query') ? nextState(state, 'query') : state, dialogue };
  return {
    state: move.happened.reduce((soFar, { event }) => nextState(soFar, event), state),
    dialogue: { ...dialogue, ...move.kept },
  };
}

const valuesOf = (slots: Heard['slots']): Message['earlier'] =>
  Object.fromEntries(Object.entries(slots ?? {}).map(([name, { value }]) => [name, value]));

const effectText = ({ tool, args }: Pick<Effect, 'tool' | 'args'>): string =>
  `${tool}(${Object.values(args).join(', ')})`;

function wrongIn(went: Omit<RehearsedTurn, 'wrong'>, expected: Expected): readonly string[] {
  const same = (['state', 'flow', 'effect', 'model'] as const).flatMap((name) =>
    expected[name] === undefined || expected[name] === went[name]
      ? []
      : [`${name} is ${went[name]}, not ${expected[name]}`],
  );
  const unsaid = (expected.says ?? [])
    .filter((text) => !went.says.includes(text))
    .map((text) => `it does not say "${text}"`);
  const said = (expected.never ?? []).filter((text) => went.says.includes(text)).map((text) => `it says "${text}"`);
  const slots = Object.entries(expected.slots ?? {}).flatMap(([name, value]) =>
    went.slots[name]?.value === value ? [] : [`${name} is ${went.slots[name]?.value ?? 'not known'}, not ${value}`],
  );
  return [...same, ...unsaid, ...said, ...slots];
}
