import { SpanKind } from '@opentelemetry/api';
import { type Frame, type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import { listViolations, type Turn, turnSchema, violationsOf } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { submitTurn } from '@turnfleet/submission';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import { askerOf } from '../auth/asker.ts';
import { claimTheirs } from '../auth/expect-theirs.ts';
import { scope } from '../http/observe.ts';
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
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  connection.submitting.set(turnId, answered);
  try {
    const span = {
      ...{
        scope,
        name: 'ws user_message',
        kind: SpanKind.SERVER,
        parent: contextOf({ traceparent: frame.traceparent }),
      },
      attributes: { [attributes.conversationId]: conversationId, [attributes.turnId]: turnId },
    };
    const isNew = await withSpan(span, () =>
      submitTurn(deps, { ...turn, ...about }, principal, frame.priority ?? undefined),
    );
    if (isNew) deps.accepted();
    connection.say(payloadOf('accepted', { conversationId, turnId, repeated: !isNew }));
  } finally {
    connection.submitting.delete(turnId);
    resolve();
  }
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
