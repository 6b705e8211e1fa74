import type { DeskEntry, DeskQueue } from '@turnfleet/contract/http';
import { type AgentPresence, type HandoffQueue, type QueueEntry, suits } from '@turnfleet/handoff';
import type { AskingAgent } from './asking-agent.ts';

/** Entries that are shown of those that wait. */
const shownWaiting = 200;

/** The queue of the agent's tenant, as the agent sees it. */
export async function readQueue(
  handoffs: Pick<HandoffQueue, 'waiting' | 'claimed' | 'present'>,
  { tenant, id }: AskingAgent,
): Promise<DeskQueue> {
  const [waiting, claimed, agents] = await Promise.all([
    handoffs.waiting(tenant, shownWaiting),
    handoffs.claimed(tenant),
    handoffs.present(tenant),
  ]);
  const asking = agents.find((agent) => agent.id === id);
  const has = (agent: AgentPresence): number => claimed.filter(({ handoff }) => handoff.agent === agent.id).length;
  return {
    waiting: waiting.map((entry) => deskEntry(entry, asking)),
    claimed: claimed.map((entry) => deskEntry(entry, asking)),
    agents: agents.map((agent) => ({
      ...agent,
      skills: [...agent.skills],
      languages: [...agent.languages],
      has: has(agent),
    })),
  };
}

/** Notes are for whoever opens the conversation. */
export function deskEntry(
  { conversationId, version, handoff: { notes: _, ...handoff } }: QueueEntry,
  asking: AgentPresence | undefined,
): DeskEntry {
  return { conversationId, version, handoff, suits: asking !== undefined && suits(asking, handoff) };
}
