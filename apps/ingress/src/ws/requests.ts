import { type Frame, type PayloadOf, payloadOf } from '@turnfleet/contract/envelope';
import { isValidId, TurnfleetError } from '@turnfleet/core';
import { expectValid, renewCredential } from '@turnfleet/http-kit';
import { mayAny } from '@turnfleet/principal';
import { expectTheirs } from '../auth/expect-theirs.ts';
import { noTurn } from '../routes/cancel-turn.ts';
import { expectReadable } from '../routes/events.ts';
import type { Connection } from './connection.ts';
import { type Handling, socketScopes } from './handling.ts';
import { subscribeTo } from './subscribe.ts';
import { endSubscription } from './subscription.ts';
import { userMessage } from './user-message.ts';

type Work = (deps: Handling, connection: Connection, frame: Frame) => Promise<void>;

/** What a client may ask that takes a while, each in the order of its conversation. */
export const requests = {
  userMessage: async (deps, connection, frame) => {
    expectMaySay(connection);
    await userMessage(deps, connection, frame);
  },

  subscribe: async (deps, connection, { payload }) => {
    const { conversationId, lastEventId } = payload as PayloadOf<'subscribe'>;
    expectId('conversation_id', conversationId);
    await expectReadable(deps.gateway, connection.entered, conversationId, undefined);
    const position = connection.current?.session.feed.position(conversationId);
    const isRepeated = lastEventId === '' && connection.subscriptions.has(conversationId);
    const afterEventId = isRepeated
      ? (position ?? '')
      : await subscribeTo(deps, connection, conversationId, lastEventId || null, 2);
    connection.say(payloadOf('subscribed', { conversationId, afterEventId }));
  },

  unsubscribe: async (_deps, connection, { sequence, payload }) => {
    const { conversationId } = payload as PayloadOf<'unsubscribe'>;
    endSubscription(connection, conversationId);
    const { session } = connection.current ?? {};
    session?.feed.close(conversationId);
    if (await session?.persist(connection.ended.signal)) connection.say(payloadOf('ack', { sequence }));
  },

  cancel: async ({ gateway }, connection, { sequence, payload }) => {
    expectMaySay(connection);
    const { conversationId, turnId } = payload as PayloadOf<'cancel'>;
    expectId('conversation_id', conversationId);
    expectId('turn_id', turnId);
    await expectTheirs(gateway, connection.entered, conversationId, (id) => noTurn(id, turnId));
    if (!(await gateway.requestCancel({ conversationId, turnId }))) throw noTurn(conversationId, turnId);
    connection.say(payloadOf('ack', { sequence }));
  },

  typing: async (deps, connection, { payload }) => {
    const { conversationId, active } = payload as PayloadOf<'typing'>;
    await signal(deps, connection, conversationId, 'typing', active);
  },

  presence: async (deps, connection, { payload }) => {
    const { conversationId, present } = payload as PayloadOf<'presence'>;
    await signal(deps, connection, conversationId, 'presence', present);
  },

  renew: async (deps, connection, { sequence, payload }) => {
    const { credential } = payload as PayloadOf<'renew'>;
    await renewCredential({ ...deps, may: socketScopes }, connection, credential);
    connection.say(payloadOf('ack', { sequence }));
  },
} as const satisfies Record<string, Work>;

export type RequestKind = keyof typeof requests;

async function signal(
  { sessions }: Handling,
  connection: Connection,
  conversationId: string,
  what: 'typing' | 'presence',
  on: boolean,
): Promise<void> {
  if (!connection.subscriptions.has(conversationId)) {
    throw new TurnfleetError('not_found', 'The session is not subscribed to this conversation.', {
      suggestion: 'Subscribe to it first.',
      resource: { type: 'conversation', name: conversationId },
    });
  }
  const from = connection.current?.session.id ?? '';
  const user = connection.entered.principal.user ?? '';
  await sessions.tell({ kind: 'signal', conversationId, from, user, what, on });
}

function expectMaySay(connection: Connection): void {
  expectValid(connection);
  if (mayAny(connection.entered.principal, ['chat', 'agent'])) return;
  throw new TurnfleetError(
    'forbidden',
    'This needs the scope `chat` or `agent`, which your key or token does not have.',
    {
      suggestion: 'Use another key, or have one made that may: `npx turnfleet keys create --scopes …`.',
    },
  );
}

function expectId(field: string, id: string): void {
  if (isValidId(id)) return;
  const description = 'must be 1–128 of A-Z a-z 0-9 _ - . : ~, and not "." or ".."';
  throw new TurnfleetError('invalid_request', `The message is not valid: ${field} ${description}.`, {
    violations: [{ field, description }],
    suggestion: 'Correct the id, and send it again with the next sequence.',
  });
}
