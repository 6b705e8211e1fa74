import type { CredentialWatch } from '@turnfleet/auth';
import {
  acceptedCommandSchema,
  commandBodies,
  commandHeadersSchema,
  conversationParamsSchema,
  waitSecondsOf,
} from '@turnfleet/contract/http';
import { replySchema } from '@turnfleet/contract/schemas';
import { describeConversation, describeTurn, type HttpApp, problems, whileAllowed } from '@turnfleet/http-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { askingAgent } from '../asking-agent.ts';
import { type GiveNamedDeps, namedCommand } from '../commands/give-named.ts';
import { type CommandName, commandOf, namedCommands } from '../commands/named-commands.ts';

interface CommandDeps extends GiveNamedDeps {
  readonly watch: CredentialWatch;
}

/** How long a command waits for its outcome, unless it says, seconds. */
export const waitSeconds = 20;

export function commandRoutes(app: HttpApp, deps: CommandDeps): void {
  for (const name of Object.keys(namedCommands) as CommandName[]) {
    app.post(
      `/v1/desk/conversations/:id/${name}`,
      {
        config: { produces: 'application/json', may: ['agent'] },
        schema: {
          operationId: `desk${name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
          summary: namedCommands[name].summary,
          params: conversationParamsSchema,
          headers: commandHeadersSchema,
          body: commandBodies[name],
          response: {
            200: replySchema,
            202: acceptedCommandSchema,
            ...problems(400, 401, 403, 404, 406, 409, 413, 415, 429, 503),
          },
        },
      },
      (request, reply) => give(deps, name, request, reply),
    );
  }
}

async function give(
  deps: CommandDeps,
  name: CommandName,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const conversationId = (request.params as z.output<typeof conversationParamsSchema>).id;
  const headers = request.headers as z.output<typeof commandHeadersSchema>;
  const { commandId, give: given } = namedCommand(deps, {
    ...{ asking: askingAgent(request), principal: request.entered.principal, conversationId, name },
    ...{ command: commandOf(name, request.body), key: headers['idempotency-key'] },
  });
  describeConversation(conversationId);
  describeTurn(commandId);
  const seconds = headers.prefer === undefined ? waitSeconds : waitSecondsOf(headers.prefer);
  const ended = await given(seconds, whileAllowed(request, reply, deps.watch));
  if (ended) return ended;
  return reply.code(202).send({ conversationId, commandId, status: 'accepted' });
}
