import type { CredentialWatch } from '@turnfleet/auth';
import {
  acceptedTurnSchema,
  conversationParamsSchema,
  postTurnHeadersSchema,
  postTurnSchema,
  waitSecondsOf,
} from '@turnfleet/contract/http';
import { replySchema } from '@turnfleet/contract/schemas';
import type { ConversationGateway, TurnRef } from '@turnfleet/conversation';
import type { NewId } from '@turnfleet/core';
import { describeConversation, describeTurn, type HttpApp, problems, whileAllowed } from '@turnfleet/http-kit';
import { type AwaitDeps, leastWaitToldMs, replyWithin } from '@turnfleet/streams';
import { type SubmitDeps, submitTurn } from '@turnfleet/submission';
import { expectRoom } from '../admission/expect-room.ts';
import { limitUser } from '../admission/guard-load.ts';
import type { Admission, LetIn } from '../admission/open-admission.ts';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';

interface PostTurnDeps extends Omit<SubmitDeps, 'gateway' | 'journal'>, AwaitDeps {
  /** Aborts when the process begins to drain: nobody is kept waiting then. */
  readonly draining: AbortSignal;
  readonly gateway: ConversationGateway;
  readonly journal: SubmitDeps['journal'] & AwaitDeps['journal'];
  readonly newId: NewId;
  readonly watch: CredentialWatch;
  readonly admission: Pick<Admission, 'requests'>;
  /** Counts. */
  readonly accepted: () => void;
}

export function postTurnRoute(app: HttpApp, deps: PostTurnDeps): void {
  app.post(
    '/v1/conversations/:id/turns',
    {
      config: { produces: 'application/json', may: ['chat', 'agent'], admits: true },
      schema: {
        operationId: 'postTurn',
        summary: 'Sends a message of the shopper',
        params: conversationParamsSchema,
        headers: postTurnHeadersSchema,
        body: postTurnSchema,
        response: {
          200: replySchema,
          202: acceptedTurnSchema,
          ...problems(400, 401, 403, 404, 406, 409, 413, 415, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const conversationId = request.params.id;
      const turnId = request.headers['idempotency-key'] ?? deps.newId();
      describeConversation(conversationId);
      const { principal, about } = askerOf(request.entered.principal, request.body.user);
      await limitUser(request, reply, deps.admission, principal);
      await expectRoom(deps.gateway, request, principal, { conversationId, turnId });
      await claimTheirs(deps.gateway, { ...request.entered, principal }, conversationId, false);
      const turn = { conversationId, turnId, ...request.body, ...about };
      const isNew = await submitTurn(deps, turn, principal, request.priority);
      if (isNew) {
        describeTurn(turnId);
        request.isTurn = true;
        deps.accepted();
      }
      const seconds = waitSecondsOf(request.headers.prefer);
      if (seconds > 0) reply.header('preference-applied', `wait=${seconds}`);
      const answer = await replyWithin(
        deps,
        { conversationId, turnId },
        seconds,
        whileAllowed(request, reply, deps.watch),
      );
      if (answer !== null) return reply.type('application/json').send(answer);
      return reply.code(202).send({
        ...{ conversationId, turnId, status: 'accepted', events: eventsOf({ conversationId, turnId }) },
        ...(isNew ? estimateOf(request.letIn) : {}),
      });
    },
  );
}

/** Of less than half a second nobody needs to be told. */
export function estimateOf(letIn: Pick<LetIn, 'startsInMs'> | null): { readonly estimatedStartMs?: number } {
  const { startsInMs = 0 } = letIn ?? {};
  return startsInMs < leastWaitToldMs ? {} : { estimatedStartMs: startsInMs };
}

function eventsOf({ conversationId, turnId }: TurnRef): string {
  return `/v1/conversations/${encodeURIComponent(conversationId)}/events?turn=${encodeURIComponent(turnId)}`;
}
