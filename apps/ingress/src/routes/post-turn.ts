import {
  acceptedTurnSchema,
  conversationParamsSchema,
  postTurnHeadersSchema,
  postTurnSchema,
  waitSecondsOf,
} from '@turnfleet/contract/http';
import { replySchema } from '@turnfleet/contract/schemas';
import type { ConversationDesk, TurnRef } from '@turnfleet/conversation';
import { isTurnfleetError, type NewId, wait } from '@turnfleet/core';
import { type AwaitParts, awaitReply } from '@turnfleet/streams';
import { type SubmitParts, submitTurn } from '@turnfleet/submission';
import type { HttpApp } from '../http/create-app.ts';
import { describeConversation, describeTurn } from '../http/observe.ts';
import { untilClosed } from '../http/until-closed.ts';
import { problems } from './schemas.ts';

export interface PostTurnParts extends Omit<SubmitParts, 'desk' | 'journal'>, AwaitParts {
  readonly desk: ConversationDesk;
  readonly journal: SubmitParts['journal'] & AwaitParts['journal'];
  readonly newId: NewId;
  /** Aborts when the process begins to drain: nobody is kept waiting then. */
  readonly draining: AbortSignal;
  /** Counts. */
  readonly accepted: () => void;
}

export function postTurnRoute(app: HttpApp, parts: PostTurnParts): void {
  app.post(
    '/v1/conversations/:id/turns',
    {
      config: { produces: 'application/json' },
      schema: {
        operationId: 'postTurn',
        summary: 'Sends a message of the shopper',
        params: conversationParamsSchema,
        headers: postTurnHeadersSchema,
        body: postTurnSchema,
        response: { 200: replySchema, 202: acceptedTurnSchema, ...problems(400, 406, 409, 413, 415, 503) },
      },
    },
    async (request, reply) => {
      const conversationId = request.params.id;
      const turnId = request.headers['idempotency-key'] ?? parts.newId();
      describeConversation(conversationId);
      const isNew = await submitTurn(parts, { conversationId, turnId, ...request.body });
      if (isNew) {
        describeTurn(turnId);
        parts.accepted();
      }
      const seconds = waitSecondsOf(request.headers.prefer);
      if (seconds > 0) reply.header('preference-applied', `wait=${seconds}`);
      const answer = await replyWithin(parts, { conversationId, turnId }, seconds, untilClosed(reply.raw));
      if (answer !== null) return reply.type('application/json').send(answer);
      return reply
        .code(202)
        .send({ conversationId, turnId, status: 'accepted', events: eventsOf({ conversationId, turnId }) });
    },
  );
}

function eventsOf({ conversationId, turnId }: TurnRef): string {
  return `/v1/conversations/${encodeURIComponent(conversationId)}/events?turn=${encodeURIComponent(turnId)}`;
}

/** The reply's record value, or null: not there in time, or nobody to wait for it. The turn is accepted in any case. */
async function replyWithin(
  parts: PostTurnParts,
  turn: TurnRef,
  seconds: number,
  gone: AbortSignal,
): Promise<string | null> {
  if (seconds === 0) return null;
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, parts.draining, gone]);
  const timeUp = wait(parts.clock, seconds * 1000, signal).then(
    () => enough.abort(),
    () => {},
  );
  try {
    return await patiently(parts, turn, signal);
  } finally {
    enough.abort();
    await timeUp;
  }
}

const pauseMs = 500;

/** Goes on waiting where the store cannot be read for a while: the turn will be answered all the same. */
async function patiently(parts: PostTurnParts, turn: TurnRef, signal: AbortSignal): Promise<string | null> {
  while (!signal.aborted) {
    try {
      return await awaitReply(parts, turn, signal);
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
      await wait(parts.clock, pauseMs, signal).catch(() => {}); // called off: the loop ends
    }
  }
  return null;
}
