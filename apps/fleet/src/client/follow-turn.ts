import { streamEventSchema } from '@turnfleet/contract/http';
import { type Reply } from '@turnfleet/contract/schemas';
import { type Clock, isTurnfleetError, type Random, spread, TurnfleetError, wait } from '@turnfleet/core';
import { SseReader } from '@turnfleet/core/sse';
import type { z } from 'zod';
import { request } from './request.ts';

export type SeenEvent = z.output<typeof streamEventSchema>;

/** Attempts in a row without a single event; the drain and start of an ingress fit in. */
const attempts = 60;
/** About; each time another one, as all clients of a server that went away begin to wait at once. */
const pauseMs = 500;

export interface FollowDeps {
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The events of a turn until its reply, over as many connections as it takes; calls `seen` with each and returns the reply.
 * `overloaded` when the fleet stays away; what it refuses for good is thrown at once.
 */
export async function followTurn(
  { clock, random }: FollowDeps,
  turn: { readonly turnId: string; readonly eventsUrl: string },
  seen: (event: SeenEvent) => void,
  signal: AbortSignal,
): Promise<Reply> {
  let lastId: string | undefined;
  let cause: unknown;
  for (let left = attempts; left > 0; left--) {
    try {
      for await (const event of eventsOf(turn.eventsUrl, lastId, signal)) {
        if (event.id !== '') lastId = event.id;
        left = attempts;
        seen(event);
        const reply = replyIn(event, turn.turnId);
        if (reply) return reply;
      }
    } catch (error) {
      if (signal.aborted || !(isTurnfleetError(error, 'overloaded') || isTurnfleetError(error, 'rate_limited')))
        throw error;
      cause = error;
    }
    await wait(clock, spread(pauseMs, random), signal);
  }
  throw new TurnfleetError('overloaded', 'The connection to the fleet was lost before the reply was complete.', {
    suggestion: 'The turn is safe and will be answered; look at the conversation again when the fleet is back.',
    cause,
  });
}

/** The reply of the turn, if the event brings it: as the turn's last event, or in place of those that are gone. */
function replyIn({ event, data }: SeenEvent, turnId: string): Reply | null {
  if (event === 'reply.completed' || event === 'reply.failed') return data;
  return event === 'journal.gap' && data.turnId === turnId ? data.reply : null;
}

async function* eventsOf(url: string, lastId: string | undefined, signal: AbortSignal): AsyncGenerator<SeenEvent> {
  const headers = { accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) };
  const response = await request(url, { headers, signal });
  const reader = new SseReader();
  const body: AsyncIterable<Uint8Array> | null = response.body;
  if (!body) return;
  for await (const bytes of received(body, signal)) {
    for (const { id = '', event, data } of reader.push(bytes)) {
      const parsed = streamEventSchema.safeParse({ id, event, data: JSON.parse(data) as unknown });
      // An event of a later version says nothing to this one.
      if (parsed.success) yield parsed.data;
    }
  }
}

async function* received(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new TurnfleetError('overloaded', 'The connection to the fleet broke.', { cause: error });
  }
}
