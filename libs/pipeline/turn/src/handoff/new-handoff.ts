import type { AgentSkill, Handoff, HandoffChange, HandoffReason, User } from '@turnfleet/contract/schemas';
import { type Summed, summaryOf } from './summary-of.ts';

/** What becomes of a conversation's handoff with a turn. */
export interface HandoffMove {
  readonly id: string;
  readonly change: HandoffChange;
  /** Null: nobody waits any more, and nobody has it. */
  readonly after: Handoff | null;
}

interface Asking extends Summed {
  readonly turnId: string;
  readonly tenant: string;
  readonly user: User | undefined;
  readonly intent: string | null;
}

/** By what was wanted, or by the flow that ran. */
const skills: Readonly<Record<string, AgentSkill>> = {
  order_status: 'orders',
  cancel_order: 'orders',
  change_address: 'orders',
  invoice_request: 'orders',
  return_exchange: 'returns',
  complaint: 'complaints',
};

const priorities = {
  wish: 3,
  flow: 3,
  failures: 2,
  level: 2,
  anger: 1,
  value: 1,
  transferred: 2,
  agent_gone: 1,
  escalated: 1,
} as const satisfies Record<HandoffReason, Handoff['priority']>;

/** A conversation that begins to wait for a person, `now` in Unix milliseconds by the clock of the store. */
export function newHandoff(asking: Asking, reason: HandoffReason, now: number): Handoff {
  const { turnId, tenant, user, locale, intent, conversation } = asking;
  const flow = conversation.dialogue?.flows.at(-1)?.flow ?? '';
  const level = user?.level ?? null;
  const priority = priorities[reason];
  return {
    ...{ id: turnId, tenant, state: 'waiting', since: new Date(now).toISOString(), reason, locale, level },
    ...(user && { user }),
    summary: summaryOf(asking),
    skill: skills[flow] ?? skills[intent ?? ''] ?? (reason === 'anger' ? 'complaints' : 'general'),
    priority: level === 'gold' && priority === 3 ? 2 : priority,
    ...{ wanted: null, agent: null, agentName: null, claimedAt: null, moves: 1, notes: [] },
  };
}
