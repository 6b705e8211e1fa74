import { type TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import type { StreamDeps } from '@turnfleet/streams';
import type { AskingAgent } from '../asking-agent.ts';
import { deskEntry, readQueue } from '../read-queue.ts';
import { ConversationReaders } from './conversation-readers.ts';
import { eventPlaceOf, placesOfEvent } from './event-place.ts';

export interface DeskEvent {
  readonly id: string;
  readonly type: 'queue' | 'queue.changed' | 'conversation';
  readonly data: unknown;
}

interface EventsDeps extends StreamDeps {
  readonly handoffs: HandoffQueue;
}

/** How often everything is looked at anyway, milliseconds: news may be lost, and agents are gone without any. */
const recheckMs = 15_000;

/**
 * What an agent has to see, without end: first the whole queue, then whose entry changes, and what happens in the
 * conversations that they have – after `lastEventId`, for those that it names. A conversation is followed before it is told
 * that they have it: whoever reads it then misses nothing.
 */
export async function* deskEvents(
  deps: EventsDeps,
  asking: AskingAgent,
  lastEventId: string | null,
  signal: AbortSignal,
): AsyncGenerator<DeskEvent> {
  const { handoffs, clock } = deps;
  const changed = new Set<string>();
  let lookAtAll = true;
  let told = '';
  let failure: TurnfleetError | undefined;
  let bell = Promise.withResolvers<void>();
  const ring = (): void => bell.resolve();
  const failed = (error: unknown): void => {
    failure = toTurnfleetError(error);
    ring();
  };
  const readers = new ConversationReaders(deps, placesOfEvent(lastEventId), ring, failed);
  const event = (type: DeskEvent['type'], data: unknown): DeskEvent => {
    return { id: eventPlaceOf(readers.places), type, data };
  };
  const listening = await handoffs.listen((news) => {
    if (news !== null && news.tenant !== asking.tenant) return;
    if (news?.conversationId) changed.add(news.conversationId);
    else lookAtAll = true;
    ring();
  });
  const followTheirs = async (): Promise<void> => {
    const claimed = await handoffs.claimed(asking.tenant);
    const theirs = new Set(
      claimed.flatMap(({ conversationId, handoff }) => (handoff.agent === asking.id ? conversationId : [])),
    );
    await readers.keepOnly(theirs);
    for (const id of theirs) await readers.follow(id);
  };
  signal.addEventListener('abort', ring, { once: true });
  try {
    while (!signal.aborted) {
      bell = Promise.withResolvers<void>();
      const ids = [...changed];
      changed.clear();
      if (lookAtAll || ids.length > 0) await followTheirs();
      if (lookAtAll) {
        lookAtAll = false;
        const queue = await readQueue(handoffs, asking);
        const text = JSON.stringify(queue);
        if (text !== told) yield event('queue', queue);
        told = text;
      } else if (ids.length > 0) {
        const agent = (await handoffs.present(asking.tenant)).find(({ id }) => id === asking.id);
        for (const conversationId of ids) {
          const entry = await handoffs.entry(asking.tenant, conversationId);
          yield event('queue.changed', { conversationId, entry: entry && deskEntry(entry, agent) });
        }
        told = '';
      }
      for (let read = readers.take(); read; read = readers.take()) {
        const { type, data } = read.event;
        yield event('conversation', { conversationId: read.conversationId, type, data });
      }
      if (failure) throw failure;
      const timer = clock.setTimer(recheckMs, () => {
        lookAtAll = true;
        ring();
      });
      await bell.promise.finally(() => timer.cancel());
    }
  } finally {
    signal.removeEventListener('abort', ring);
    listening.close();
    await readers.keepOnly(new Set());
  }
}
