import { SpanKind } from '@opentelemetry/api';
import { type Frame, type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import { defaultPriority, listViolations, type Turn, turnSchema, violationsOf } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { Principal } from '@turnfleet/principal';
import { submitTurn } from '@turnfleet/submission';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import { priorityFor } from '../admission/guard-load.ts';
import { expectWithin } from '../admission/request-limits.ts';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';
import { scope } from '../config.ts';
import { estimateOf } from '../routes/post-turn.ts';
import type { Connection } from './connection.ts';
import type { Handling } from './handling.ts';
import { subscribeTo } from './subscribe.ts';

/** Submits a turn as `POST /v1/conversations/{id}/turns` does, and tells its conversation from then on. */
export async function userMessage(deps: Handling, connection: Connection, frame: Frame): Promise<void> {
  const message = frame.payload as PayloadOf<'userMessage'>;
  const turn = turnOf(message, deps.newId);
  const { conversationId, turnId } = turn;
  const said = message.userId === '' ? undefined : { id: message.userId };
  const { principal, about } = askerOf(connection.entered.principal, said);
  const isSubscribed = connection.subscriptions.has(conversationId);
  if (!isSubscribed || principal.user !== connection.entered.principal.user) {
    await claimTheirs(deps.gateway, { ...connection.entered, principal }, conversationId, true);
  }
  if (!isSubscribed) await subscribeTo(deps, connection, conversationId, null, frame.priority ?? 2);
  const subscription = connection.subscriptions.get(conversationId);
  if (subscription) subscription.priority = frame.priority ?? 2;
  const priority = priorityFor(principal, frame.priority ?? defaultPriority);
  const letIn = deps.admission.admit(principal, priority);
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  connection.submitting.set(turnId, answered);
  let isNew = false;
  try {
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
  } finally {
    if (!isNew) letIn.takeBack();
    connection.submitting.delete(turnId);
    resolve();
  }
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
