import {
  type ConversationViewAnswer,
  conversationParamsSchema,
  conversationViewSchema,
} from '@turnfleet/contract/http';
import { noDialogue, toldHandoff, toldSlots } from '@turnfleet/contract/schemas';
import type { ConversationGateway, ConversationView } from '@turnfleet/conversation';
import { describeConversation, type HttpApp, problems } from '@turnfleet/http-kit';
import { expectTheirs, noConversation } from '../auth/expect-theirs.ts';

export function conversationRoute(
  app: HttpApp,
  { gateway }: { readonly gateway: Pick<ConversationGateway, 'view' | 'claimOwner' | 'ownerOf'> },
): void {
  app.get(
    '/v1/conversations/:id',
    {
      config: { produces: 'application/json', may: ['read', 'chat', 'agent'] },
      schema: {
        operationId: 'getConversation',
        summary: 'Shows a conversation with its latest turns, those in progress included',
        params: conversationParamsSchema,
        response: { 200: conversationViewSchema, ...problems(400, 401, 403, 404, 406, 503) },
      },
    },
    async (request) => {
      const { id } = request.params;
      describeConversation(id);
      await expectTheirs(gateway, request.entered, id);
      const view = await gateway.view(id);
      if (view) return answerOf(view);
      throw noConversation(id);
    },
  );
}

function answerOf({ conversation, running }: ConversationView): ConversationViewAnswer {
  const { conversationId, version, state, turns, timer, handoff, dialogue = noDialogue } = conversation;
  const told = turns.filter(({ reply }) => !reply.command?.silent);
  const inProgress = running.map((turn) => ({ ...turn, reply: null }));
  const top = dialogue.flows.at(-1);
  const flow = top ? { name: top.flow, version: top.version, step: top.step, slots: toldSlots(top.slots) } : null;
  const { history } = dialogue;
  return {
    ...{ conversationId, version, state, flow, history },
    ...(timer && { timer }),
    ...(handoff && { handoff: toldHandoff(handoff) }),
    turns: [...told, ...inProgress],
  };
}
