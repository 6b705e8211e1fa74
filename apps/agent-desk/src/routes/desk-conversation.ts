import {
  conversationParamsSchema,
  type DeskConversation,
  deskConversationSchema,
  deskHeadersSchema,
} from '@turnfleet/contract/http';
import { noDialogue, toldSlots } from '@turnfleet/contract/schemas';
import type { ConversationGateway, ConversationView } from '@turnfleet/conversation';
import { describeConversation, type HttpApp, problems } from '@turnfleet/http-kit';
import { expectConversation } from '../expect-conversation.ts';

export function deskConversationRoute(
  app: HttpApp,
  { gateway }: { readonly gateway: Pick<ConversationGateway, 'view'> },
): void {
  app.get(
    '/v1/desk/conversations/:id',
    {
      config: { produces: 'application/json', may: ['agent'] },
      schema: {
        operationId: 'getDeskConversation',
        summary:
          'Shows what an agent has to know: what was said, flow and slots, what tools returned, notes, the summary',
        params: conversationParamsSchema,
        headers: deskHeadersSchema,
        response: { 200: deskConversationSchema, ...problems(400, 401, 403, 404, 406, 429, 503) },
      },
    },
    async (request) => {
      describeConversation(request.params.id);
      return shown(await expectConversation(gateway, request.entered.principal, request.params.id));
    },
  );
}

function shown({ conversation, running }: ConversationView): DeskConversation {
  const { conversationId, version, state, turns, timer, handoff, held, results } = conversation;
  const { flows, history } = conversation.dialogue ?? noDialogue;
  const top = flows.at(-1);
  return {
    ...{ conversationId, version, state, history, held, results },
    flow: top ? { name: top.flow, version: top.version, step: top.step, slots: toldSlots(top.slots) } : null,
    ...(timer && { timer }),
    turns: [...turns, ...running.map((turn) => ({ ...turn, reply: null }))],
    handoff: handoff ?? null,
  };
}
