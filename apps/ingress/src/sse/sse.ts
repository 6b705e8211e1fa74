import type { ServerResponse } from 'node:http';
import { type Clock, type Random, spread } from '@turnfleet/core';
import type { StreamEvent } from '@turnfleet/streams';

const heartbeatMs = 15_000;
/** A client that takes nothing for so long is dropped; it can resume. */
const stalledMs = 60_000;
/** About what clients wait before they reconnect, milliseconds: each another time, as all of a server's are cut at once. */
const reconnectMs = 1_000;

/** One event in the format of https://html.spec.whatwg.org/multipage/server-sent-events.html; JSON holds no line break. */
export function sseFrame({ id, type, data }: StreamEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * Writes events as they come, each only after the client took the one before, with a comment every 15 s so that proxies
 * keep the connection. Ends the response with the events. Where they fail, the connection is cut instead: the client must
 * not take it for the end.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<StreamEvent>,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  // For life: a client that is gone shows as `destroyed`, whatever its socket says later.
  response.on('error', () => undefined);
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${spread(reconnectMs, random)}\n\n`);
  const beat = (): void => {
    if (!response.writableNeedDrain) response.write(': still here\n\n');
    timer = clock.setTimer(heartbeatMs, beat);
  };
  let timer = clock.setTimer(heartbeatMs, beat);
  try {
    for await (const event of events) {
      if (!response.write(sseFrame(event)) && !response.destroyed) await drained(response, clock);
      if (response.destroyed) return;
    }
    response.end();
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
