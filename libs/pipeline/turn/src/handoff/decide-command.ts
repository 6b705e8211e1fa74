import { type AgentCommand, type Handoff, mostNotes, type RefusedCommandReason } from '@turnfleet/contract/schemas';
import type { HandoffMove } from './new-handoff.ts';

type Decision =
  | { readonly kind: 'refused'; readonly reason: RefusedCommandReason }
  /** `move`: null if everything stays as it was. */
  | { readonly kind: 'done'; readonly move: HandoffMove | null };

const refused = (reason: RefusedCommandReason): Decision => ({ kind: 'refused', reason });

/**
 * What a command of an agent comes to, given the handoff of its conversation, at `now` (Unix milliseconds). Of two claims the
 * first in the lane wins; whatever is about an earlier handoff, or from who does not have this one, changes nothing.
 */
export function decideCommand(handoff: Handoff | undefined, command: AgentCommand, now: number): Decision {
  if (!handoff || handoff.id !== command.handoff) return refused('over');
  if (handoff.tenant !== command.tenant) return refused('not_yours');
  const at = new Date(now).toISOString();
  const { id } = handoff;
  const to = (change: HandoffMove['change'], after: Handoff | null): Decision => ({
    kind: 'done',
    move: { id, change, after },
  });
  const isHolder = handoff.state === 'claimed' && handoff.agent === command.agent;
  const notHolder = handoff.state === 'claimed' ? refused('taken') : refused('not_claimed');
  switch (command.kind) {
    case 'claim':
      if (isHolder) return { kind: 'done', move: null };
      return handoff.state === 'claimed' ? refused('taken') : to('claimed', claimedBy(handoff, command, at));
    case 'note':
      return to('noted', noted(handoff, command, command.text, at));
    case 'say':
    case 'draft':
      return isHolder ? { kind: 'done', move: null } : notHolder;
    case 'call':
      return isHolder ? to('called', handoff) : notHolder;
    case 'transfer': {
      if (!isHolder) return notHolder;
      const left = command.text === undefined ? handoff : noted(handoff, command, command.text, at);
      const { skill = handoff.skill, agent: wanted = null } = command.to;
      return to('transferred', { ...waitingAgain(left, at), reason: 'transferred', skill, wanted });
    }
    case 'hand_back':
      return isHolder ? to('handed_back', null) : notHolder;
    case 'return':
      return isHolder ? to('returned', { ...waitingAgain(handoff, at), reason: 'agent_gone', priority: 1 }) : notHolder;
    case 'escalate':
      if (handoff.state === 'claimed') return refused('taken');
      return to('escalated', {
        ...handoff,
        priority: handoff.priority === 3 ? 2 : 1,
        wanted: null,
        reason: 'escalated',
      });
  }
}

type Acting = Pick<AgentCommand, 'agent' | 'agentName'>;

const claimedBy = (handoff: Handoff, { agent, agentName }: Acting, at: string): Handoff => ({
  ...{ ...handoff, state: 'claimed', wanted: null, agent, agentName, claimedAt: at },
  moves: handoff.moves + 1,
});

const waitingAgain = (handoff: Handoff, at: string): Handoff => ({
  ...{ ...handoff, state: 'waiting', since: at, wanted: null, agent: null, agentName: null, claimedAt: null },
  moves: handoff.moves + 1,
});

const noted = (handoff: Handoff, { agent }: Acting, text: string, at: string): Handoff => ({
  ...handoff,
  notes: [...handoff.notes, { at, agent, text }].slice(-mostNotes),
});
