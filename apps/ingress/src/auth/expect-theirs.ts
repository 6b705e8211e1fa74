import type { ConversationGateway, Ownership } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { type Entered, type Principal, reaches } from '@turnfleet/principal';

type Asking = Pick<Entered, 'principal' | 'conversationId'>;
type Owners = Pick<ConversationGateway, 'claimOwner' | 'ownerOf'>;

/** There is none, or it is somebody else's: which of the two is nobody's business. */
export function noConversation(id: string): TurnfleetError {
  return new TurnfleetError('not_found', `Nobody has said anything in conversation ${id} yet.`, {
    suggestion: 'Check the id, or begin it: POST /v1/conversations/{id}/turns.',
    resource: { type: 'conversation', name: id },
  });
}

/** Passes for whom the conversation is there; else what `absent` makes, `overloaded` while nobody can tell. */
export async function expectTheirs(
  gateway: Owners,
  { principal, conversationId }: Asking,
  id: string,
  absent: (id: string) => TurnfleetError = noConversation,
): Promise<void> {
  if (principal.reach === 'fleet') return;
  if (conversationId !== null && conversationId !== id) throw absent(id);
  if (!isThere(principal, await gateway.ownerOf(id), id)) throw absent(id);
}

/**
 * The same for who begins the conversation if there is none. Where nobody can tell yet, a turn is accepted – the workers look
 * again before they answer it – but nothing is shown.
 */
export async function claimTheirs(gateway: Owners, entered: Asking, id: string, shown: boolean): Promise<void> {
  const { principal, conversationId } = entered;
  if (principal.reach === 'fleet') return;
  if (conversationId !== null && conversationId !== id) throw noConversation(id);
  const { tenant, user } = principal;
  const ownership = await gateway.claimOwner(id, { tenant, user });
  if (ownership.kind === 'lost' && !shown) return;
  if (!isThere(principal, ownership, id)) throw noConversation(id);
}

function isThere(principal: Principal, ownership: Ownership, id: string): boolean {
  switch (ownership.kind) {
    case 'owned':
      return reaches(principal, ownership.owner);
    case 'unowned':
      return reaches(principal, null);
    case 'none':
      return false;
    case 'lost':
      throw new TurnfleetError('overloaded', `Whose conversation ${id} is cannot be told yet: it is being restored.`, {
        suggestion: 'Try again in a few seconds; nothing is lost.',
        retryAfterMs: 2_000,
      });
  }
}
