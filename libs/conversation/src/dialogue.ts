import type { Conversation, Reply } from '@turnfleet/contract';

export type DialogueState = Conversation['state'];

/** What a turn that ended means for the dialogue. */
export type TurnOutcome = 'talked' | 'executed' | 'failed' | 'withdrawn';

const onwards = { executed: 'completion', failed: 'error' } as const;

/** The state a conversation is in after a turn, by the state before and the turn's outcome. */
const transitions = {
  init: { ...onwards, talked: 'greeting', withdrawn: 'init' },
  greeting: { ...onwards, talked: 'intent_recognition', withdrawn: 'greeting' },
  intent_recognition: { ...onwards, talked: 'intent_recognition', withdrawn: 'intent_recognition' },
  slot_filling: { ...onwards, talked: 'slot_filling', withdrawn: 'slot_filling' },
  confirmation: { ...onwards, talked: 'intent_recognition', withdrawn: 'intent_recognition' },
  execution: { ...onwards, talked: 'completion', withdrawn: 'intent_recognition' },
  completion: { ...onwards, talked: 'intent_recognition', withdrawn: 'completion' },
  error: { ...onwards, talked: 'intent_recognition', withdrawn: 'error' },
  // A person has taken over: only that person gives the conversation back.
  transfer: { executed: 'transfer', failed: 'transfer', talked: 'transfer', withdrawn: 'transfer' },
} as const satisfies Record<DialogueState, Record<TurnOutcome, DialogueState>>;

/** A turn that a later one answers changes nothing: what they come to is told by that one's reply. */
export function stateAfter(state: DialogueState, reply: Reply): DialogueState {
  if (reply.answeredBy !== null) return state;
  return transitions[state][outcomeOf(reply)];
}

function outcomeOf(reply: Reply): TurnOutcome {
  if (reply.status === 'failed') return reply.error?.kind === 'cancelled' ? 'withdrawn' : 'failed';
  return reply.toolCalls.length > 0 ? 'executed' : 'talked';
}
