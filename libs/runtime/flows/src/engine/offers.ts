import { flowText } from '@turnfleet/contract/words';
import type { Flow } from '../definition/flow.ts';
import { oneOf } from '../readers/one-of.ts';
import { yesOrNo } from '../readers/yes-or-no.ts';
import type { Wishes } from '../understanding/wishes.ts';
import { longestWish, personIntent } from './begin-flows.ts';
import { filled } from './lookup.ts';
import { backToFlow, wordsOf } from './run-flows.ts';
import { beginFlow, endFlow, happen, type Talk } from './talk.ts';

/** A person was offered after questions without an answer. Null: the message is about something else. */
export function answerToOffer(talk: Talk, wishes: Wishes): 'run' | 'said' | null {
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

export function chosenFlow(talk: Talk, { flows, top }: Wishes): Flow | null {
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

export function askWhich(talk: Talk, [first, second]: readonly [Flow, Flow]): 'flow' {
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
