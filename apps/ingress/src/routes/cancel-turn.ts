import { cancelRequestedSchema, turnParamsSchema } from '@turnfleet/contract/http';
import type { ConversationGateway } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import type { HttpApp } from '../http/create-app.ts';
import { describeConversation } from '../http/observe.ts';
import { problems } from './schemas.ts';

export function cancelTurnRoute(
  app: HttpApp,
  { gateway }: { readonly gateway: Pick<ConversationGateway, 'requestCancel'> },
): void {
  app.delete(
    '/v1/conversations/:id/turns/:turn',
    {
      config: { produces: 'application/json' },
      schema: {
        operationId: 'cancelTurn',
        summary: 'Asks to cancel a turn; it still gets its one reply',
        params: turnParamsSchema,
        response: { 202: cancelRequestedSchema, ...problems(400, 404, 406, 503) },
      },
    },
    async (request, reply) => {
      const { id: conversationId, turn: turnId } = request.params;
      describeConversation(conversationId);
      if (!(await gateway.requestCancel({ conversationId, turnId }))) {
        throw new TurnfleetError('not_found', `Conversation ${conversationId} has no turn ${turnId}.`, {
          suggestion: 'Check both ids; GET /v1/conversations/{id} lists the turns.',
          resource: { type: 'turn', name: turnId },
        });
      }
      return reply.code(202).send({ conversationId, turnId, status: 'cancelling' });
    },
  );
}
