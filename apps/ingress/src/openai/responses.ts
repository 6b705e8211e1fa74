import type { SaidBefore } from '@turnfleet/contract/schemas';
import type { ConversationGateway, TurnRef } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import type { Entered } from '@turnfleet/principal';
import { publishedReply } from '@turnfleet/streams';
import { z } from 'zod';
import { expectTheirs } from '../auth/expect-theirs.ts';
import { askTurn, type ChatDeps, chatAsker } from './ask-turn.ts';
import { type AskedResponse, readResponse } from './read-response.ts';
import { type ResponseEnvelope, responseFrames, wholeResponse } from './response-frames.ts';
import { turnOf } from './response-ids.ts';
import { streamAnswer, wholeAnswer } from './send-answer.ts';

const told =
  'A response; with `stream`, its events as Server-Sent Events. https://platform.openai.com/docs/api-reference/responses';

/** OpenAI's Responses API, through the log like any turn. A client that goes away has it called off. */
export function responsesRoute(app: HttpApp, deps: ChatDeps): void {
  app.post(
    '/v1/responses',
    {
      config: { may: ['chat', 'agent'], errors: 'openai', admits: true },
      schema: {
        operationId: 'createResponse',
        summary: 'Answers as OpenAI’s Responses API does',
        body: z.looseObject({}).describe('See docs/guide/openai.md for what is taken, ignored and refused.'),
        response: { 200: z.looseObject({}).describe(told), ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const asked = readResponse(request.body);
      const asker = await chatAsker(deps, asked, request, reply);
      const asking = { ...request.entered, principal: asker.principal };
      const context = await recall(deps.gateway, asking, asked.said);
      const conversationId = await goingOnFrom(deps.gateway, asking, asked, asker.turnId);
      const running = await askTurn(deps, { ...asked, context, conversationId }, asker, request, reply);
      const { previous, instructions, model } = asked;
      const envelope: ResponseEnvelope = {
        ...{ turn: running.turn, model, createdAt: deps.clock.now(), now: () => deps.clock.now() },
        ...{ previous, instructions, metadata: asked.metadata },
      };
      try {
        if (asked.stream) return await streamAnswer(reply, responseFrames(envelope), running.told);
        return reply.type('application/json').send(wholeResponse(envelope, await wholeAnswer(running.told)));
      } finally {
        running.ended();
      }
    },
  );
}

type Asking = Pick<Entered, 'principal' | 'conversationId'>;

/** The answers that are named, in place of their names. */
async function recall(
  gateway: ConversationGateway,
  asking: Asking,
  said: AskedResponse['said'],
): Promise<readonly SaidBefore[]> {
  const recalled: SaidBefore[] = [];
  for (const one of said) {
    if (one.role !== 'reference') {
      recalled.push(one);
      continue;
    }
    const absent = () =>
      new TurnfleetError('invalid_request', `Item with id '${one.id}' not found.`, {
        violations: [{ field: one.place, description: 'is not there' }],
      });
    recalled.push({ role: 'assistant', text: (await answered(gateway, asking, one.id, absent)).text });
  }
  return recalled;
}

/**
 * The conversation of the response that is named. Only its latest is gone on from: after an earlier one the model would be
 * told what was said since.
 */
async function goingOnFrom(
  gateway: ConversationGateway,
  asking: Asking,
  { previous, conversationId }: AskedResponse,
  turnId: string,
): Promise<string | null> {
  if (previous === null) return conversationId;
  const field = 'previous_response_id';
  const absent = () =>
    new TurnfleetError('invalid_request', `Previous response with id '${previous}' not found.`, {
      resource: { type: 'response', name: previous },
      violations: [{ field, description: 'is not there' }],
    });
  const { turn } = await answered(gateway, asking, previous, absent);
  const isRepeat = await gateway.isLogged({ conversationId: turn.conversationId, turnId });
  const view = isRepeat ? null : await gateway.view(turn.conversationId);
  // A timer that ran out since said nothing.
  const latest = view?.running.at(-1) ?? view?.conversation.turns.findLast(({ text }) => text !== '');
  if (latest && latest.turnId !== turn.turnId)
    throw new TurnfleetError('conflict', `The conversation of ${previous} has gone on since.`, {
      violations: [{ field, description: 'is not the latest response of its conversation' }],
    });
  return turn.conversationId;
}

/** The turn that an id is of, and what was answered. Of another's there is none, as of none at all. */
async function answered(
  gateway: ConversationGateway,
  asking: Asking,
  id: string,
  absent: () => TurnfleetError,
): Promise<{ readonly turn: TurnRef; readonly text: string }> {
  const turn = turnOf(id);
  if (turn === null) throw absent();
  await expectTheirs(gateway, asking, turn.conversationId, absent);
  const reply = await publishedReply(gateway, turn);
  if (reply === null) throw absent();
  return { turn, text: reply.text };
}
