import { TurnfleetError } from '@turnfleet/core';
import type { AgentPresence, HandoffQueue } from '@turnfleet/handoff';
import type { Principal } from '@turnfleet/principal';
import type { FastifyRequest } from 'fastify';

/** Who asks the desk. */
export interface AskingAgent {
  readonly tenant: string;
  readonly id: string;
}

const agentHeader = 'x-turnfleet-agent';

/** The agent: a key's or token's user; of those who act for several agents, and where nobody signs in, whom the header names. */
export function askingAgent({
  entered,
  headers,
  query,
}: Pick<FastifyRequest, 'entered' | 'headers' | 'query'>): AskingAgent {
  const { tenant, user } = entered.principal;
  if (entered.conversationId !== null) {
    throw new TurnfleetError('forbidden', 'The ticket is for one conversation, and the desk has many.', {
      suggestion: 'Use one of POST /v1/desk/tickets.',
    });
  }
  const named = nameIn(headers[agentHeader]) ?? nameIn((query as { readonly agent?: unknown }).agent);
  if (user !== null && named !== null && named !== user) {
    throw new TurnfleetError('forbidden', 'The request names another agent than the one who is signed in.', {
      suggestion:
        'Leave X-Turnfleet-Agent and ?agent= out, or use a key without a user, which acts for the agents of its tenant.',
    });
  }
  const id = user ?? named;
  if (id !== null) return { tenant, id };
  throw new TurnfleetError('invalid_request', 'Nobody can tell which agent asks: the key or token has no user.', {
    violations: [{ field: agentHeader, description: 'must name the agent' }],
    suggestion: 'Send the header X-Turnfleet-Agent.',
  });
}

const nameIn = (said: unknown): string | null => (typeof said === 'string' && said !== '' ? decoded(said) : null);

/** Headers carry Latin-1: other letters come percent-encoded. */
function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}

/** What the agent said of themselves; a conflict if they are not there. */
export async function expectPresent(
  handoffs: Pick<HandoffQueue, 'present'>,
  { tenant, id }: AskingAgent,
): Promise<AgentPresence> {
  const found = (await handoffs.present(tenant)).find((agent) => agent.id === id);
  if (found) return found;
  throw new TurnfleetError('conflict', `The agent ${id} is not there: no beat came of late.`, {
    suggestion: 'Say so first, and again every 20 s: POST /v1/desk/presence.',
  });
}

/** Whether an agent may touch what belongs to this tenant; operators, and everybody where nobody signs in, may touch all. */
export function isTheirs({ tenant, reach }: Pick<Principal, 'tenant' | 'reach'>, owner: string | undefined): boolean {
  return reach === 'fleet' || (owner ?? 'default') === tenant;
}
