import type { Conversation, PendingCall, Reply } from '@turnfleet/contract/schemas';

export type DialogueState = Conversation['state'];

/**
 * What a turn that ended means for the dialogue. `asked`: the shopper is to confirm a call; `unsettled`: they did, and
 * nobody knows yet what came of it.
 */
type TurnOutcome = 'talked' | 'executed' | 'failed' | 'withdrawn' | 'asked' | 'unsettled';

const onwards = { executed: 'completion', failed: 'error', asked: 'confirmation', unsettled: 'execution' } as const;

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
  transfer: {
    executed: 'transfer',
    failed: 'transfer',
    talked: 'transfer',
    withdrawn: 'transfer',
    asked: 'transfer',
    unsettled: 'transfer',
  },
} as const satisfies Record<DialogueState, Record<TurnOutcome, DialogueState>>;

/**
 * `held` is what the conversation holds after the turn. A turn that a later one answers changes nothing: what they come to
 * is told by that one's reply.
 */
export function stateAfter(state: DialogueState, reply: Reply, held: PendingCall | null): DialogueState {
  if (reply.answeredBy !== null) return state;
  return transitions[state][outcomeOf(reply, held)];
}

function outcomeOf(reply: Reply, held: PendingCall | null): TurnOutcome {
  if (held) return held.turnId === reply.turnId ? 'asked' : 'unsettled';
  if (reply.status === 'failed') return reply.error?.kind === 'cancelled' ? 'withdrawn' : 'failed';
  return reply.toolCalls.length > 0 ? 'executed' : 'talked';
}
