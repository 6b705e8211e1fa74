import { cancelRequestedSchema, turnParamsSchema } from '@turnfleet/contract/http';
import type { ConversationGateway } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { describeConversation, type HttpApp, problems } from '@turnfleet/http-kit';
import { expectTheirs } from '../auth/expect-theirs.ts';

export function cancelTurnRoute(
  app: HttpApp,
  { gateway }: { readonly gateway: Pick<ConversationGateway, 'requestCancel' | 'claimOwner' | 'ownerOf'> },
): void {
  app.delete(
    '/v1/conversations/:id/turns/:turn',
    {
      config: { produces: 'application/json', may: ['chat', 'agent'] },
      schema: {
        operationId: 'cancelTurn',
        summary: 'Asks to cancel a turn; it still gets its one reply',
        params: turnParamsSchema,
        response: { 202: cancelRequestedSchema, ...problems(400, 401, 403, 404, 406, 503) },
      },
    },
    async (request, reply) => {
      const { id: conversationId, turn: turnId } = request.params;
      describeConversation(conversationId);
      await expectTheirs(gateway, request.entered, conversationId, (id) => noTurn(id, turnId));
      if (!(await gateway.requestCancel({ conversationId, turnId }))) throw noTurn(conversationId, turnId);
      return reply.code(202).send({ conversationId, turnId, status: 'cancelling' });
    },
  );
}

export function noTurn(conversationId: string, turnId: string): TurnfleetError {
  return new TurnfleetError('not_found', `Conversation ${conversationId} has no turn ${turnId}.`, {
    suggestion: 'Check both ids; GET /v1/conversations/{id} lists the turns.',
    resource: { type: 'turn', name: turnId },
  });
}
