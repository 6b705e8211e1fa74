import type { CredentialWatch } from '@turnfleet/auth';
import {
  acceptedCommandSchema,
  commandBodies,
  commandHeadersSchema,
  conversationParamsSchema,
  waitSecondsOf,
} from '@turnfleet/contract/http';
import { replySchema } from '@turnfleet/contract/schemas';
import type { NewId } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import { describeConversation, describeTurn, type HttpApp, problems, whileAllowed } from '@turnfleet/http-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { askingAgent, expectPresent } from '../asking-agent.ts';
import { commandId, type DeskCommand } from '../commands/desk-command.ts';
import { type GiveDeps, giveCommand } from '../commands/give-command.ts';

interface CommandDeps extends GiveDeps {
  readonly handoffs: HandoffQueue;
  readonly newId: NewId;
  readonly watch: CredentialWatch;
  readonly goneAfterMs: number;
}

/** How long a command waits for its outcome, unless it says, seconds. */
const waitSeconds = 20;

type Bodies = { readonly [Name in keyof typeof commandBodies]: z.output<(typeof commandBodies)[Name]> };

const commands: {
  readonly [Name in keyof Bodies]: { readonly summary: string; readonly of: (body: Bodies[Name]) => DeskCommand };
} = {
  claim: { summary: 'Takes a conversation that waits; one agent wins', of: () => ({ kind: 'claim' }) },
  say: { summary: 'Says something to the shopper', of: ({ text }) => ({ kind: 'say', text }) },
  note: { summary: 'Notes something that only agents are told', of: ({ text }) => ({ kind: 'note', text }) },
  draft: { summary: 'Has a model word what the agent may say next', of: () => ({ kind: 'draft' }) },
  call: {
    summary: "Calls a tool on the shopper's behalf, effects included",
    of: ({ tool, arguments: args }) => ({ kind: 'call', tool, arguments: args }),
  },
  transfer: {
    summary: 'Passes the conversation on, to a skill or an agent',
    of: ({ to, text }) => ({ kind: 'transfer', to, ...(text === undefined ? {} : { text }) }),
  },
  'hand-back': {
    summary: 'Gives the conversation back to the machine, with what was agreed',
    of: (body) => ({ kind: 'hand_back', ...(body?.text === undefined ? {} : { text: body.text }) }),
  },
  release: { summary: 'Lets the conversation wait for another agent', of: () => ({ kind: 'transfer', to: {} }) },
};

export function commandRoutes(app: HttpApp, deps: CommandDeps): void {
  const add = <Name extends keyof Bodies>(name: Name): void => {
    const { summary, of } = commands[name];
    app.post(
      `/v1/desk/conversations/:id/${name}`,
      {
        config: { produces: 'application/json', may: ['agent'] },
        schema: {
          operationId: `desk${name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
          summary,
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
      // The schema of the body has checked that it is one.
      (request, reply) => give(deps, name, of(request.body as Bodies[Name]), request, reply),
    );
  };
  for (const name of Object.keys(commands) as (keyof Bodies)[]) add(name);
}

async function give(
  deps: CommandDeps,
  name: string,
  command: DeskCommand,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const conversationId = (request.params as z.output<typeof conversationParamsSchema>).id;
  const headers = request.headers as z.output<typeof commandHeadersSchema>;
  const asking = askingAgent(request);
  const id = commandId(command.kind, name, asking.tenant, asking.id, headers['idempotency-key'] ?? deps.newId());
  describeConversation(conversationId);
  describeTurn(id);
  const agent = await expectPresent(deps.handoffs, asking);
  // Who does something is there.
  await deps.handoffs.beat(asking.tenant, agent, deps.goneAfterMs);
  const seconds = headers.prefer === undefined ? waitSeconds : waitSecondsOf(headers.prefer);
  const given = { conversationId, commandId: id, principal: request.entered.principal, agent, command };
  const ended = await giveCommand(deps, given, seconds, whileAllowed(request, reply, deps.watch));
  if (ended) return ended;
  return reply.code(202).send({ conversationId, commandId: id, status: 'accepted' });
}
