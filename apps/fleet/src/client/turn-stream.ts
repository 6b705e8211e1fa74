import { type JournalEvent, type Reply, replySchema } from '@turnfleet/contract';
import { type Clock, TurnfleetError, wait } from '@turnfleet/core';
import { SseReader } from '@turnfleet/llm';
import { request } from './request.ts';

export type SeenEvent = {
  readonly id: string;
  readonly type: JournalEvent['type'] | 'journal.gap';
  readonly data: unknown;
};

const reconnects = 10;
const pauseMs = 500;

/**
 * The events of a turn until its terminal one, over as many connections as it takes; calls `seen` with each and returns
 * the reply. `overloaded` when the fleet stays away.
 */
export async function followTurn(
  clock: Clock,
  eventsUrl: string,
  seen: (event: SeenEvent) => void,
  signal: AbortSignal,
): Promise<Reply> {
  let lastId: string | undefined;
  let error: unknown;
  for (let left = reconnects; left > 0; left--) {
    try {
      for await (const event of eventsOf(eventsUrl, lastId, signal)) {
        lastId = event.id;
        left = reconnects;
        seen(event);
        if (event.type === 'reply.completed' || event.type === 'reply.failed') return replySchema.parse(event.data);
      }
    } catch (failure) {
      if (signal.aborted) throw failure;
      error = failure;
    }
    await wait(clock, pauseMs, signal);
  }
  throw new TurnfleetError('overloaded', 'The connection to the fleet was lost before the reply was complete.', {
    suggestion: 'The turn is safe and will be answered; look at the conversation again when the fleet is back.',
    cause: error,
  });
}

async function* eventsOf(url: string, lastId: string | undefined, signal: AbortSignal): AsyncGenerator<SeenEvent> {
  const headers = { accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) };
  const response = await request(url, { headers, signal });
  const reader = new SseReader();
  const body: AsyncIterable<Uint8Array> | null = response.body;
  if (!body) return;
  for await (const bytes of body) {
    for (const event of reader.push(bytes)) {
      yield { id: event.id ?? '', type: event.event as SeenEvent['type'], data: JSON.parse(event.data) };
    }
  }
}
