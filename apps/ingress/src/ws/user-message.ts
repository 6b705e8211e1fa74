import { SpanKind } from '@opentelemetry/api';
import { type Frame, type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import {
  defaultPriority,
  listViolations,
  type Priority,
  type Turn,
  turnSchema,
  violationsOf,
} from '@turnfleet/contract/schemas';
import { TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { expectWithin } from '@turnfleet/http-kit';
import type { Principal } from '@turnfleet/principal';
import { type StreamEvent, toldBefore } from '@turnfleet/streams';
import { submitTurn } from '@turnfleet/submission';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import { expectRoom } from '../admission/expect-room.ts';
import { priorityFor } from '../admission/guard-load.ts';
import type { LetIn } from '../admission/open-admission.ts';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';
import { scope } from '../config.ts';
import { estimateOf } from '../routes/post-turn.ts';
import type { Connection } from './connection.ts';
import type { Handling } from './handling.ts';
import { payloadOfEvent } from './payload-of-event.ts';
import { subscribeTo } from './subscribe.ts';

/** Submits a turn as `POST /v1/conversations/{id}/turns` does, and tells its conversation from then on. */
export async function userMessage(deps: Handling, connection: Connection, frame: Frame): Promise<void> {
  const message = frame.payload as PayloadOf<'userMessage'>;
  const turn = turnOf(message, deps.newId);
  const { conversationId, turnId } = turn;
  const said = message.userId === '' ? undefined : { id: message.userId };
  const { principal, about } = askerOf(connection.entered.principal, said);
  const asked: Asked = { turn, principal, priority: frame.priority ?? defaultPriority, isNamed: message.turnId !== '' };
  const priority = priorityFor(principal, asked.priority);
  const letIn = await roomFor(deps, connection, asked, priority);
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  connection.submitting.set(turnId, answered);
  let isNew = false;
  try {
    const end = await tellConversation(deps, connection, asked);
    await expectWithinLimits(deps, connection, principal);
    const span = {
      ...{
        scope,
        name: 'ws user_message',
        kind: SpanKind.SERVER,
        parent: contextOf({ traceparent: frame.traceparent }),
      },
      attributes: { [attributes.conversationId]: conversationId, [attributes.turnId]: turnId },
    };
    isNew = await withSpan(span, () => submitTurn(deps, { ...turn, ...about }, principal, priority));
    if (isNew) deps.accepted();
    const estimate = isNew ? estimateOf(letIn) : {};
    connection.say(payloadOf('accepted', { conversationId, turnId, repeated: !isNew, ...estimate }));
    // In no journal any more, it has no number: who is cut before it repeats the turn again.
    if (!isNew && end) connection.say(payloadOfEvent(conversationId, end));
  } finally {
    if (!isNew) letIn?.takeBack();
    connection.submitting.delete(turnId);
    resolve();
  }
}

interface Asked {
  readonly turn: Turn;
  readonly principal: Principal;
  /** As the client wants it. */
  readonly priority: Priority;
  /** The client chose the turn's id, so it may be a repeat. */
  readonly isNamed: boolean;
}

/** Null: no room is needed, as the turn was let in before. */
async function roomFor(
  { admission, gateway }: Handling,
  { entered }: Connection,
  { turn, principal, isNamed }: Asked,
  priority: Priority,
): Promise<LetIn | null> {
  try {
    return admission.admit(principal, priority);
  } catch (error) {
    if (!isNamed) throw error;
    await expectRoom(gateway, { entered, noRoom: toTurnfleetError(error) }, principal, turn);
    return null;
  }
}

/** Tells the conversation from the turn on, also if that was sent before; its end where only the ledger has that. */
async function tellConversation(
  deps: Handling,
  connection: Connection,
  { turn, principal, priority, isNamed }: Asked,
): Promise<StreamEvent | null> {
  const { conversationId } = turn;
  const subscription = connection.subscriptions.get(conversationId);
  if (!subscription || principal.user !== connection.entered.principal.user) {
    await claimTheirs(deps.gateway, { ...connection.entered, principal }, conversationId, true);
  }
  if (subscription) {
    subscription.priority = priority;
    return null;
  }
  const isRepeat = isNamed && (await deps.gateway.isLogged(turn));
  const { after, end } = isRepeat ? await toldBefore(deps, turn) : { after: null, end: null };
  await subscribeTo(deps, connection, conversationId, after, priority);
  return end;
}

/** The limits that a turn over HTTP counts against, but for that of the address: the connection counted there. */
async function expectWithinLimits(
  { admission: { requests } }: Handling,
  { entered }: Connection,
  principal: Principal,
): Promise<void> {
  expectWithin(await requests.ofPrincipal(entered.principal));
  if (entered.principal.user === null && principal.user !== null)
    expectWithin(await requests.ofUser(principal, principal.user));
}

function turnOf({ conversationId, turnId, text, locale }: PayloadOf<'userMessage'>, newId: Handling['newId']): Turn {
  const turn = { conversationId, turnId: turnId || newId(), text, ...(locale === '' ? {} : { locale }) };
  const parsed = turnSchema.safeParse(turn);
  if (parsed.success) return parsed.data;
  const violations = violationsOf(parsed.error);
  throw new TurnfleetError('invalid_request', `The message is not valid: ${listViolations(violations)}.`, {
    violations,
    suggestion: 'Correct these fields, and send it again with the next sequence.',
  });
}
