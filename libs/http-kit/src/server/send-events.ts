import type { ServerResponse } from 'node:http';
import { type Clock, type Random, spread } from '@turnfleet/core';
import { sseComment, sseContentType, sseFrame, sseOpening } from '@turnfleet/core/sse';

const heartbeatMs = 15_000;
/** A client that takes nothing for so long is dropped; it can resume. */
const stalledMs = 60_000;
/** About what clients wait before they reconnect, milliseconds: each another time, as all of a server's are cut at once. */
const reconnectMs = 1_000;

interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

interface Sending {
  readonly clock: Clock;
  readonly random: Random;
  /** What a client that has heard nothing yet resumes after; null if that is no id. */
  readonly from: string | null;
  /** The events have an end of their own, at such an event: a stream that stops before it is cut. */
  readonly endsWith?: (event: SentEvent) => boolean;
}

/**
 * Writes events as they come, each only after the client took the one before, with a comment every 15 s so that proxies
 * keep the connection. Ends the response with the events. Where they fail, or stop before the end that they are to have, the
 * connection is cut instead: the client must not take it for the end.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<SentEvent>,
  { clock, random, from, endsWith }: Sending,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  // For life: a client that is gone shows as `destroyed`, whatever its socket says later.
  response.on('error', () => undefined);
  response.writeHead(200, {
    ...headers,
    'content-type': sseContentType,
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  response.write(sseOpening(spread(reconnectMs, random), from));
  const beat = (): void => {
    if (!response.writableNeedDrain) response.write(sseComment('still here'));
    timer = clock.setTimer(heartbeatMs, beat);
  };
  let timer = clock.setTimer(heartbeatMs, beat);
  let isWhole = endsWith === undefined;
  try {
    for await (const event of events) {
      const { id, type, data } = event;
      const frame = sseFrame({ id, event: type, data: JSON.stringify(data) });
      if (!response.write(frame) && !response.destroyed) await drained(response, clock);
      if (response.destroyed) return;
      isWhole ||= endsWith?.(event) ?? false;
    }
    if (isWhole) response.end();
    else response.destroy();
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    timer.cancel();
  }
}

/** Resolves when the client took what was written or is gone; one that takes nothing for a minute is dropped. */
function drained(response: ServerResponse, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stalled = clock.setTimer(stalledMs, () => response.destroy());
  response.once('drain', resolve).once('close', resolve);
  return promise.finally(() => {
    stalled.cancel();
    response.off('drain', resolve).off('close', resolve);
  });
}
