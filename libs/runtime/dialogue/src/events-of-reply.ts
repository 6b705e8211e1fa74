import type { DialogueEvent, DialogueState, PendingCall, Reply } from '@turnfleet/contract/schemas';

/**
 * What happened in a turn that a model answered, by its reply and what the conversation holds after it: a call that the
 * shopper is to confirm, or one that they did and of which nobody knows yet what it came to.
 */
export function eventsOfReply(state: DialogueState, reply: Reply, held: PendingCall | null): readonly DialogueEvent[] {
  if (state === 'transfer') return ['query'];
  if (held && held.turnId === reply.turnId) return ['recognised', 'slots_complete'];
  if (held) return state === 'execution' ? ['confirm'] : [...untilConfirmed(state), 'confirm'];
  if (reply.status === 'failed') return reply.error?.kind === 'cancelled' ? withdrawn(state) : ['failed'];
  if (reply.toolCalls.length > 0) return executed(state, reply);
  return talked(state);
}

const untilConfirmed = (state: DialogueState): readonly DialogueEvent[] =>
  state === 'confirmation' ? [] : ['recognised', 'slots_complete'];

/** What a yes let happen, no model words. */
const executed = (state: DialogueState, { model }: Reply): readonly DialogueEvent[] =>
  state === 'execution'
    ? ['success']
    : state === 'confirmation' && model === ''
      ? ['confirm', 'success']
      : ['recognised', 'success'];

/** What was asked goes with the turn that was called off; all else stays as it was. */
const withdrawn = (state: DialogueState): readonly DialogueEvent[] =>
  state === 'confirmation' || state === 'execution' ? ['cancel'] : [];

const talked = (state: DialogueState): readonly DialogueEvent[] => {
  if (state === 'init') return ['greeting'];
  if (state === 'execution') return ['give_up'];
  return state === 'slot_filling' ? ['none'] : ['query'];
};
