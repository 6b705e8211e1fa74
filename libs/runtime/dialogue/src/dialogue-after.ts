import {
  type Conversation,
  type Dialogue,
  type DialogueEvent,
  noDialogue,
  type PendingCall,
  type Reply,
  type Transition,
} from '@turnfleet/contract/schemas';
import { eventsOfReply } from './events-of-reply.ts';
import { eventsOf, nextState } from './transitions.ts';

/** Transitions that a conversation keeps, the latest. */
const longestHistory = 12;

/** Something that happened in a turn; `changed` are the names of slots that got another value. */
export interface Happened {
  readonly event: DialogueEvent;
  readonly changed?: readonly string[];
}

/** What a flow made of a turn. */
export interface DialogueMove {
  readonly happened: readonly Happened[];
  /** What it keeps. */
  readonly kept: Omit<Dialogue, 'history'>;
}

/** A turn that ended: its reply and, if a flow had to do with it, what that made of it. */
interface EndedMove {
  readonly reply: Reply;
  readonly move?: DialogueMove | undefined;
}

type Standing = Pick<Conversation, 'state' | 'dialogue'>;

/**
 * Where the dialogue stands after a turn, at `now` (Unix milliseconds): by what its flow says happened, else by its reply. A
 * turn that a later one answers changes nothing: what they come to is told by that one's reply.
 */
export function dialogueAfter(
  { state, dialogue = noDialogue }: Standing,
  { reply, move }: EndedMove,
  held: PendingCall | null,
  now: number,
): Required<Standing> {
  if (reply.answeredBy !== null) return { state, dialogue };
  const happened: readonly Happened[] = move?.happened ?? eventsOfReply(state, reply, held).map((event) => ({ event }));
  const at = new Date(now).toISOString();
  const history: Transition[] = [];
  let current = state;
  for (const { event, changed = [] } of happened) {
    // While a person has the conversation, what a flow or a model does changes nothing of that.
    if (current === 'transfer' && !eventsOf(current).includes(event)) continue;
    const to = nextState(current, event);
    history.push({ at, event, from: current, to, changed: [...changed] });
    current = to;
  }
  const kept = move?.kept ?? dialogue;
  return { state: current, dialogue: { ...kept, history: [...dialogue.history, ...history].slice(-longestHistory) } };
}

/** What turns leave behind beside their replies. */
export interface Leaving {
  /** The call that waits for the shopper's yes. */
  readonly held: PendingCall | null;
  /** What a flow made of the turn that carries the answer. */
  readonly move?: DialogueMove | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * Where the dialogue stands after turns that ended together. The one that asked the shopper counts as the last: what was
 * withdrawn behind it was so before there was a question.
 */
export function dialogueAfterAll(
  before: Standing,
  replies: readonly Reply[],
  { held, move, now }: Leaving,
): Required<Standing> {
  const asker = replies.find(({ turnId }) => turnId === held?.turnId) ?? replies.at(-1);
  const start: Required<Standing> = { state: before.state, dialogue: before.dialogue ?? noDialogue };
  const standing = replies
    .filter((reply) => reply !== asker)
    .reduce((soFar, reply) => dialogueAfter(soFar, { reply }, null, now), start);
  return asker ? dialogueAfter(standing, { reply: asker, move }, held, now) : standing;
}
