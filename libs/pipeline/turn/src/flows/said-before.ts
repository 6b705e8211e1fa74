import type { Conversation } from '@turnfleet/contract/schemas';

/** Turns back that something may have been said in to be taken as said. */
const mostTurns = 6;

/** What turns before spoke of, by name: slots of flows and arguments of tools, the latest of each; nothing that is masked. */
export function saidBefore({ turns }: Pick<Conversation, 'turns'>): Record<string, string | number> {
  const said: Record<string, string | number> = {};
  for (const { reply } of turns.slice(-mostTurns)) {
    for (const { arguments: args, outcome } of reply.toolCalls) {
      if (outcome === 'rejected' || outcome === 'not_found') continue;
      for (const [name, value] of Object.entries(args)) note(said, name, value);
    }
    for (const [name, slot] of Object.entries(reply.slots ?? {})) if (!slot.personal) note(said, name, slot.value);
  }
  return said;
}

function note(said: Record<string, string | number>, name: string, value: unknown): void {
  if ((typeof value === 'string' && !value.includes('*')) || typeof value === 'number') said[name] = value;
}
