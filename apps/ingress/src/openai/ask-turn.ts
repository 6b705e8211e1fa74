import { createHash } from 'node:crypto';
import type { CredentialWatch } from '@turnfleet/auth';
import { idSchema, type Turn, turnSchema, violationsOf } from '@turnfleet/contract/schemas';
import type { ConversationGateway, TurnRef } from '@turnfleet/conversation';
import type { NewId } from '@turnfleet/core';
import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import { describeConversation, describeTurn, whileAllowed } from '@turnfleet/http-kit';
import { invalidField } from '@turnfleet/model';
import type { Principal } from '@turnfleet/principal';
import { openTurnEvents, type StreamDeps } from '@turnfleet/streams';
import { type SubmitDeps, submitTurn } from '@turnfleet/submission';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expectRoom } from '../admission/expect-room.ts';
import { limitUser } from '../admission/guard-load.ts';
import type { Admission } from '../admission/open-admission.ts';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';
import { readFleetModels } from '../models/fleet-models.ts';
import { type AskedChat, noModel } from './asked-chat.ts';
import { type ToldChat, toldChat } from './told-chat.ts';

export interface ChatDeps extends Omit<SubmitDeps, 'gateway' | 'journal'>, StreamDeps {
  readonly gateway: ConversationGateway;
  readonly journal: SubmitDeps['journal'] & StreamDeps['journal'];
  readonly fleetStatus: FleetStatus & RouteChoices;
  readonly newId: NewId;
  readonly watch: CredentialWatch;
  readonly admission: Pick<Admission, 'requests'>;
  readonly draining: AbortSignal;
  readonly accepted: () => void;
}

/** Whom a turn is for, and the name it has if it is sent again. */
interface ChatAsker {
  readonly principal: Principal;
  readonly about: Pick<Turn, 'user' | 'tenant'>;
  readonly turnId: string;
}

export async function chatAsker(
  deps: ChatDeps,
  { model, group, user }: Pick<AskedChat, 'model' | 'group' | 'user'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<ChatAsker> {
  if (group !== null && !(await readFleetModels(deps.fleetStatus)).catalogue.groups.has(group)) throw noModel(model);
  const { entered } = request;
  // `user` is any text that a client likes, and often not an id of the shop's: it counts only where it may.
  const said = entered.principal.reach !== 'user' && user !== null ? { id: user } : undefined;
  const { principal, about } = askerOf(entered.principal, said);
  await limitUser(request, reply, deps.admission, principal);
  const key = request.headers['idempotency-key'];
  return { principal, about, turnId: typeof key === 'string' ? checkedId(key, 'Idempotency-Key') : deps.newId() };
}

/** Has a turn answered; a client that goes away before `ended` has it called off. */
export async function askTurn(
  deps: ChatDeps,
  asked: AskedChat,
  asker: ChatAsker,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ readonly turn: TurnRef; readonly told: AsyncGenerator<ToldChat>; readonly ended: () => void }> {
  const ref = await submit(deps, asked, asker, request);
  const gone = whileAllowed(request, reply, deps.watch);
  let hasEnded = false;
  const callOff = (): void => {
    // Nobody waits for it any more. If the store is away it is answered, which does no harm.
    if (!hasEnded && !deps.draining.aborted) deps.gateway.requestCancel(ref).catch(() => undefined);
  };
  gone.addEventListener('abort', callOff, { once: true });
  const events = await openTurnEvents(deps, ref, null, AbortSignal.any([gone, deps.draining]));
  reply.header('x-turnfleet-conversation', ref.conversationId);
  return { turn: ref, told: toldChat(events ?? none()), ended: () => void (hasEnded = true) };
}

async function submit(
  deps: ChatDeps,
  asked: AskedChat,
  { principal, about, turnId }: ChatAsker,
  request: FastifyRequest,
): Promise<TurnRef> {
  const conversationId =
    asked.conversationId === null
      ? ownConversation(principal, turnId)
      : checkedId(asked.conversationId, 'metadata.conversation_id');
  describeConversation(conversationId);
  const { text, context, group, metadata } = asked;
  const turn: Turn = {
    ...{ conversationId, turnId, text, metadata: { channel: 'openai', ...metadata }, ...about },
    ...(context.length > 0 ? { context: [...context] } : {}),
    ...(group === null ? {} : { modelGroup: group }),
  };
  expectValid(turn);
  await expectRoom(deps.gateway, request, principal, { conversationId, turnId });
  await claimTheirs(deps.gateway, { ...request.entered, principal }, conversationId, false);
  if (await submitTurn(deps, turn, principal, request.priority)) {
    describeTurn(turnId);
    request.isTurn = true;
    deps.accepted();
  }
  return { conversationId, turnId };
}

/** What a worker could not read would end as a dead letter. */
function expectValid(turn: Turn): void {
  const { error } = turnSchema.safeParse(turn);
  const [first] = error ? violationsOf(error) : [];
  if (first) throw invalidField(first.field === 'user.id' ? 'user' : first.field, first.description);
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

async function* none(): AsyncGenerator<never> {}
