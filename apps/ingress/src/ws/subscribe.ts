import type { Priority } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { wsLimits } from '@turnfleet/http-kit';
import type { Connection } from './connection.ts';
import { beginSubscription, type SubscriptionDeps } from './subscription.ts';

/** Tells a conversation whose reader has been let in; what it is told after. */
export function subscribeTo(
  deps: SubscriptionDeps,
  connection: Connection,
  conversationId: string,
  after: string | null,
  priority: Priority,
): Promise<string> {
  const { subscriptions } = connection;
  if (!subscriptions.has(conversationId) && subscriptions.size >= wsLimits.conversations) {
    throw new TurnfleetError(
      'invalid_request',
      `The session is subscribed to ${subscriptions.size} conversations, the most it may.`,
      {
        suggestion: 'Unsubscribe from those that nobody looks at.',
      },
    );
  }
  return beginSubscription(deps, connection, conversationId, after, priority);
}
