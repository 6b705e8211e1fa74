/** What an event says of itself; without a name its readers call it `message`. */
interface SseFields {
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
}

/**
 * One event in the format of https://html.spec.whatwg.org/multipage/server-sent-events.html; a line break in `data` begins
 * another line of data. `id` and `event` are ours and hold none.
 */
export function sseFrame({ id, event, data }: SseFields): string {
  const lines = data.includes('\n') ? data.replaceAll('\n', '\ndata: ') : data;
  return `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${lines}\n\n`;
}

/** A line that no reader takes for an event: it keeps proxies from closing a quiet connection. */
export const sseComment = (text: string): string => `: ${text}\n\n`;

/**
 * What a stream begins with: how long clients wait, milliseconds, before they connect again, and the id they then resume
 * after if they have heard nothing yet. No reader takes it for an event.
 */
export const sseOpening = (retryMs: number, id: string | null): string =>
  `retry: ${retryMs}\n${id === null ? '' : `id: ${id}\n`}\n`;

export const sseContentType = 'text/event-stream; charset=utf-8';
