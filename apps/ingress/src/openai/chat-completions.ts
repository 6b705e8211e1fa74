import { type HttpApp, problems } from '@turnfleet/http-kit';
import { type Envelope, openAiFrames, openAiWhole } from '@turnfleet/model';
import { z } from 'zod';
import { askTurn, type ChatDeps, chatAsker } from './ask-turn.ts';
import { readChat } from './read-chat.ts';
import { streamAnswer, wholeAnswer } from './send-answer.ts';

const chunked =
  'A completion; with `stream`, its chunks as Server-Sent Events. https://platform.openai.com/docs/api-reference/chat';

/** OpenAI's Chat Completions, through the log like any turn. A client that goes away has it called off. */
export function chatCompletionsRoute(app: HttpApp, deps: ChatDeps): void {
  app.post(
    '/v1/chat/completions',
    {
      config: { may: ['chat', 'agent'], errors: 'openai', admits: true },
      schema: {
        operationId: 'createChatCompletion',
        summary: 'Answers a chat as OpenAI’s endpoint does',
        body: z.looseObject({}).describe('See docs/guide/openai.md for what is taken, ignored and refused.'),
        response: {
          200: z.looseObject({}).describe(chunked),
          ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const asked = readChat(request.body);
      const asker = await chatAsker(deps, asked, request, reply);
      const { turn, told, ended } = await askTurn(deps, asked, asker, request, reply);
      const envelope: Envelope = {
        ...{ id: `chatcmpl-${turn.turnId}`, model: asked.model, createdAt: deps.clock.now() },
        ...{ includeUsage: asked.includeUsage, inputTokens: 0 },
      };
      try {
        if (asked.stream) return await streamAnswer(reply, openAiFrames(envelope), told);
        return reply.type('application/json').send(openAiWhole(envelope, await wholeAnswer(told)));
      } finally {
        ended();
      }
    },
  );
}
