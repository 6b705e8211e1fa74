import { createHash } from 'node:crypto';
import type { CredentialWatch } from '@turnfleet/auth';
import { idSchema } from '@turnfleet/contract/schemas';
import type { ConversationGateway, TurnRef } from '@turnfleet/conversation';
import { type NewId, toTurnfleetError } from '@turnfleet/core';
import { sseContentType } from '@turnfleet/core/sse';
import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import { describeConversation, describeTurn, type HttpApp, problems, whileAllowed } from '@turnfleet/http-kit';
import { type Envelope, invalidField, openAiFrames, openAiWhole } from '@turnfleet/model';
import type { Principal } from '@turnfleet/principal';
import { openTurnEvents, type StreamDeps } from '@turnfleet/streams';
import { type SubmitDeps, submitTurn } from '@turnfleet/submission';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { expectRoom } from '../admission/expect-room.ts';
import { limitUser } from '../admission/guard-load.ts';
import type { Admission } from '../admission/open-admission.ts';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';
import { readFleetModels } from '../models/fleet-models.ts';
import { type AskedChat, noModel, readChat } from './read-chat.ts';
import { type ToldChat, toldChat } from './told-chat.ts';

interface ChatDeps extends Omit<SubmitDeps, 'gateway' | 'journal'>, StreamDeps {
  readonly gateway: ConversationGateway;
  readonly journal: SubmitDeps['journal'] & StreamDeps['journal'];
  readonly fleetStatus: FleetStatus & RouteChoices;
  readonly newId: NewId;
  readonly watch: CredentialWatch;
  readonly admission: Pick<Admission, 'requests'>;
  readonly draining: AbortSignal;
  readonly accepted: () => void;
}

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
      if (asked.group !== null) await expectGroup(deps, asked.group, asked.model);
      const ref = await submit(deps, asked, request, reply);
      const gone = whileAllowed(request, reply, deps.watch);
      let ended = false;
      const callOff = (): void => {
        // Nobody waits for it any more. If the store is away it is answered, which does no harm.
        if (!ended && !deps.draining.aborted) deps.gateway.requestCancel(ref).catch(() => undefined);
      };
      gone.addEventListener('abort', callOff, { once: true });
      const events = await openTurnEvents(deps, ref, null, AbortSignal.any([gone, deps.draining]));
      const told = toldChat(events ?? none());
      const envelope: Envelope = {
        ...{ id: `chatcmpl-${ref.turnId}`, model: asked.model, createdAt: deps.clock.now() },
        ...{ includeUsage: asked.includeUsage, inputTokens: 0 },
      };
      try {
        reply.header('x-turnfleet-conversation', ref.conversationId);
        if (asked.stream) return await stream(reply, envelope, told);
        return reply.type('application/json').send(await whole(envelope, told));
      } finally {
        ended = true;
      }
    },
  );
}

async function expectGroup({ fleetStatus }: ChatDeps, group: string, model: string): Promise<void> {
  const { catalogue } = await readFleetModels(fleetStatus);
  if (!catalogue.groups.has(group)) throw noModel(model);
}

async function submit(
  deps: ChatDeps,
  asked: AskedChat,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<TurnRef> {
  const { entered } = request;
  // `user` is any text that a client likes, and often not an id of the shop's: it counts only where it may.
  const said = entered.principal.reach !== 'user' && asked.user !== null ? { id: asked.user } : undefined;
  const { principal, about } = askerOf(entered.principal, said);
  await limitUser(request, reply, deps.admission, principal);
  const key = request.headers['idempotency-key'];
  const turnId = typeof key === 'string' ? checkedId(key, 'Idempotency-Key') : deps.newId();
  const conversationId =
    asked.conversationId === null
      ? ownConversation(principal, turnId)
      : checkedId(asked.conversationId, 'metadata.conversation_id');
  describeConversation(conversationId);
  await expectRoom(deps.gateway, request, principal, { conversationId, turnId });
  await claimTheirs(deps.gateway, { ...entered, principal }, conversationId, false);
  const { text, context, group, metadata } = asked;
  const turn = {
    ...{ conversationId, turnId, text, metadata: { channel: 'openai', ...metadata }, ...about },
    ...(context.length > 0 ? { context: [...context] } : {}),
    ...(group === null ? {} : { modelGroup: group }),
  };
  const isNew = await submitTurn(deps, turn, principal, request.priority);
  if (isNew) {
    describeTurn(turnId);
    request.isTurn = true;
    deps.accepted();
  }
  return { conversationId, turnId };
}

/** Of a call that names none: the same for the same key of the same user, so that a repeat is the same turn. */
function ownConversation({ tenant, user }: Principal, turnId: string): string {
  const name = createHash('sha256')
    .update(JSON.stringify([tenant, user, turnId]))
    .digest('base64url');
  return `chat-${name}`;
}

function checkedId(id: string, field: string): string {
  const { success } = idSchema.safeParse(id);
  if (success) return id;
  throw invalidField(field, 'must be 1–128 of A-Z a-z 0-9 _ - . : ~');
}

async function whole(envelope: Envelope, told: AsyncIterable<ToldChat>): Promise<object> {
  let text = '';
  for await (const one of told) {
    if (one.kind === 'text') text += one.text;
    else return openAiWhole(envelope, { text, toolCalls: [], ...one.end });
  }
  throw toTurnfleetError(new Error('A turn ended without an end.'));
}

/** Until there is something to tell an error still has a status of its own; then it is the last event. */
async function stream(reply: FastifyReply, envelope: Envelope, told: AsyncGenerator<ToldChat>): Promise<FastifyReply> {
  const frames = openAiFrames(envelope);
  const first = await told.next();
  reply.hijack();
  const { raw: response } = reply;
  response.on('error', () => undefined);
  const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)] as const);
  response.writeHead(200, {
    ...Object.fromEntries(headers),
    ...{ 'content-type': sseContentType, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
  const write = async (frame: string): Promise<void> => {
    if (response.write(frame) || response.destroyed) return;
    await new Promise<void>((resolve) => void response.once('drain', resolve).once('close', resolve));
  };
  try {
    await write(frames.begin());
    for (let one = first; !one.done; one = await told.next()) {
      await write(one.value.kind === 'text' ? frames.piece(one.value) : frames.end(one.value.end));
      if (response.destroyed) break;
    }
  } catch (error) {
    await write(frames.error(toTurnfleetError(error)));
  }
  response.end();
  return reply;
}

async function* none(): AsyncGenerator<never> {}
