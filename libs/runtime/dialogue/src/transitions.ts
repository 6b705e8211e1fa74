import { type DialogueEvent, type DialogueState, dialogueEvents } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';

type Row = Readonly<Partial<Record<DialogueEvent, DialogueState>>>;

/** Whatever the dialogue is about, the shopper may say this. */
const anywhere = {
  greeting: 'greeting',
  query: 'intent_recognition',
  recognised: 'slot_filling',
  need_human: 'transfer',
  timeout: 'init',
} as const satisfies Row;

/** The state that an event leads to, by the state before. What is not in a row, that state does not take. */
const transitions = {
  init: { ...anywhere, failed: 'error' },
  greeting: { ...anywhere, unclear: 'intent_recognition', none: 'intent_recognition', failed: 'error' },
  intent_recognition: {
    ...anywhere,
    unclear: 'intent_recognition',
    none: 'intent_recognition',
    cancel: 'intent_recognition',
    failed: 'error',
  },
  slot_filling: {
    ...anywhere,
    query: 'slot_filling',
    greeting: 'slot_filling',
    unclear: 'slot_filling',
    none: 'slot_filling',
    slots_incomplete: 'slot_filling',
    slots_complete: 'confirmation',
    modify: 'slot_filling',
    cancel: 'intent_recognition',
    give_up: 'intent_recognition',
    success: 'completion',
    failed: 'error',
  },
  confirmation: {
    ...anywhere,
    confirm: 'execution',
    modify: 'slot_filling',
    cancel: 'intent_recognition',
    give_up: 'intent_recognition',
    failed: 'error',
  },
  execution: {
    ...anywhere,
    confirm: 'execution',
    success: 'completion',
    failed: 'error',
    cancel: 'intent_recognition',
    give_up: 'completion',
  },
  completion: { ...anywhere, failed: 'error' },
  error: {
    ...anywhere,
    retry: 'execution',
    give_up: 'intent_recognition',
    cancel: 'intent_recognition',
    failed: 'error',
  },
  // Only the person who has taken over gives the conversation back; who still waits may let it be.
  transfer: {
    query: 'transfer',
    greeting: 'transfer',
    need_human: 'transfer',
    cancel: 'intent_recognition',
    handed_back: 'intent_recognition',
  },
} as const satisfies Record<DialogueState, Row>;

/** The events that a state takes, in the order of `dialogueEvents`. */
export const eventsOf = (state: DialogueState): readonly DialogueEvent[] =>
  dialogueEvents.filter((event) => event in transitions[state]);

/** The state after `event`. Throws `conflict` that names the events which the state takes, if this is none of them. */
export function nextState(state: DialogueState, event: DialogueEvent): DialogueState {
  const next = (transitions[state] as Row)[event];
  if (next) return next;
  throw new TurnfleetError(
    'conflict',
    `A dialogue in ${state} does not take "${event}". It takes: ${eventsOf(state).join(', ')}.`,
  );
}
