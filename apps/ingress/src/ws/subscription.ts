import type { Priority } from '@turnfleet/contract/schemas';
import { isTurnfleetError, type Logger, wait } from '@turnfleet/core';
import {
  type ConversationEvents,
  openConversationEvents,
  type QueueNotesDeps,
  type StreamDeps,
  withQueueNotes,
} from '@turnfleet/streams';
import type { Admission } from '../admission/open-admission.ts';
import type { Connection } from './connection.ts';
import { payloadOfEvent } from './payload-of-event.ts';

/** A conversation that a connection is told of. */
export interface Subscription {
  /** Aborts when it is over, or the connection. */
  readonly stop: AbortController;
  /** Of the last thing the client said in it. */
  priority: Priority;
}

export interface SubscriptionDeps extends StreamDeps {
  readonly logger: Logger;
  readonly admission: Pick<Admission, 'waitLeft'>;
}

const retryMs = 500;

/**
 * Begins to tell of a conversation, after an event or, with null, from the turns in progress on; what it is told after,
 * already known to the store. `overloaded` if the conversation cannot be read.
 */
export async function beginSubscription(
  deps: SubscriptionDeps,
  connection: Connection,
  conversationId: string,
  after: string | null,
  priority: Priority,
): Promise<string> {
  const { session } = connection.current ?? {};
  if (!session) return '';
  endSubscription(connection, conversationId);
  const subscription = added(connection, conversationId, priority);
  const { signal } = subscription.stop;
  try {
    const opened = await openConversationEvents(deps, conversationId, after, signal);
    const from = after ?? opened.from ?? '';
    session.feed.open(conversationId, from || null);
    if (!(await session.persist(connection.ended.signal))) return from;
    void tell(deps, connection, conversationId, { subscription, signal, opened, after: from || null });
    return from;
  } catch (error) {
    endSubscription(connection, conversationId);
    throw error;
  }
}

/** The same for a session that goes on: the store knows its subscriptions. */
export function resumeSubscription(deps: SubscriptionDeps, connection: Connection, conversationId: string): void {
  const { session } = connection.current ?? {};
  if (!session) return;
  const subscription = added(connection, conversationId, 2);
  const { signal } = subscription.stop;
  const after = session.feed.position(conversationId) || null;
  void tell(deps, connection, conversationId, { subscription, signal, opened: null, after });
}

/** The connection ends it with itself; one that is over already ends it at once. */
function added(connection: Connection, conversationId: string, priority: Priority): Subscription {
  const subscription: Subscription = { stop: new AbortController(), priority };
  connection.subscriptions.set(conversationId, subscription);
  if (connection.ended.signal.aborted) subscription.stop.abort();
  return subscription;
}

export function endSubscription(connection: Connection, conversationId: string): void {
  connection.subscriptions.get(conversationId)?.stop.abort();
  connection.subscriptions.delete(conversationId);
}

interface Telling {
  readonly subscription: Subscription;
  readonly signal: AbortSignal;
  readonly opened: ConversationEvents | null;
  readonly after: string | null;
}

/** Tells as long as it is wanted; where the journal cannot be read for a while, goes on after that. Never rejects. */
async function tell(
  deps: SubscriptionDeps,
  connection: Connection,
  conversationId: string,
  { subscription, signal, opened, after }: Telling,
): Promise<void> {
  let last = after;
  let next = opened;
  while (!signal.aborted) {
    try {
      const { events } = next ?? (await openConversationEvents(deps, conversationId, last, signal));
      next = null;
      const { principal } = connection.entered;
      const waitLeft: QueueNotesDeps['waitLeft'] = (...turn) => deps.admission.waitLeft(principal, ...turn);
      for await (const event of withQueueNotes(events, { clock: deps.clock, waitLeft })) {
        const payload = payloadOfEvent(conversationId, event);
        const submitting = connection.submitting.get('turnId' in payload ? payload.turnId : '');
        if (submitting) await submitting;
        if (signal.aborted) return;
        if (event.type === 'turn.queued') {
          // Of no journal: it has no number, and is not told again.
          connection.say(payload);
          continue;
        }
        const alone = event.type === 'journal.gap';
        const { priority } = subscription;
        const sending = connection.current?.outbox.offer({
          ...{ source: conversationId, id: event.id, alone, priority, payload, signal },
        });
        if (sending) await sending;
        last = event.id || last;
      }
      return;
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) {
        deps.logger.error({ err: error }, 'a conversation cannot be told over its WebSocket');
      }
      await wait(deps.clock, retryMs, signal).catch(() => undefined); // called off: the loop ends
    }
  }
}
