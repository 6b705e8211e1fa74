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
import { isTurnfleetError, type NewId, wait } from '@turnfleet/core';
import { describeConversation, describeTurn, type HttpApp, problems, whileAllowed } from '@turnfleet/http-kit';
import { type AwaitDeps, awaitReply, leastWaitToldMs } from '@turnfleet/streams';
import { type SubmitDeps, submitTurn } from '@turnfleet/submission';
import { expectRoom } from '../admission/expect-room.ts';
import { limitUser } from '../admission/guard-load.ts';
import type { Admission, LetIn } from '../admission/open-admission.ts';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';

interface PostTurnDeps extends Omit<SubmitDeps, 'gateway' | 'journal'>, AwaitDeps {
  readonly gateway: ConversationGateway;
  readonly journal: SubmitDeps['journal'] & AwaitDeps['journal'];
  readonly newId: NewId;
  readonly watch: CredentialWatch;
  readonly admission: Pick<Admission, 'requests'>;
  /** Aborts when the process begins to drain: nobody is kept waiting then. */
  readonly draining: AbortSignal;
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
function estimateOf(letIn: LetIn | null): { readonly estimatedStartMs?: number } {
  const { startsInMs = 0 } = letIn ?? {};
  return startsInMs < leastWaitToldMs ? {} : { estimatedStartMs: startsInMs };
}

function eventsOf({ conversationId, turnId }: TurnRef): string {
  return `/v1/conversations/${encodeURIComponent(conversationId)}/events?turn=${encodeURIComponent(turnId)}`;
}

/** The reply as JSON, or null: not there in time, or nobody to wait for it. The turn is accepted in any case. */
async function replyWithin(
  deps: PostTurnDeps,
  turn: TurnRef,
  seconds: number,
  gone: AbortSignal,
): Promise<string | null> {
  if (seconds === 0) return null;
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, deps.draining, gone]);
  const timeUp = wait(deps.clock, seconds * 1000, signal).then(
    () => enough.abort(),
    () => {},
  );
  try {
    return await patiently(deps, turn, signal);
  } finally {
    enough.abort();
    await timeUp;
  }
}

const pauseMs = 500;

/** Goes on waiting where the store cannot be read for a while: the turn will be answered all the same. */
async function patiently(deps: PostTurnDeps, turn: TurnRef, signal: AbortSignal): Promise<string | null> {
  while (!signal.aborted) {
    try {
      return await awaitReply(deps, turn, signal);
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
      await wait(deps.clock, pauseMs, signal).catch(() => {}); // called off: the loop ends
    }
  }
  return null;
}
