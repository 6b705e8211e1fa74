import type { ConversationGateway, ConversationView } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import type { Principal } from '@turnfleet/principal';
import { isTheirs } from './asking-agent.ts';

/** A conversation of the agent's tenant; there is none, or it is another's: which of the two is nobody's business. */
export async function expectConversation(
  gateway: Pick<ConversationGateway, 'view'>,
  principal: Principal,
  id: string,
): Promise<ConversationView> {
  const view = await gateway.view(id);
  if (view && isTheirs(principal, view.conversation.owner?.tenant)) return view;
  throw new TurnfleetError('not_found', `Nobody has said anything in conversation ${id} yet.`, {
    suggestion: 'GET /v1/desk/queue shows the conversations that wait.',
    resource: { type: 'conversation', name: id },
  });
}
