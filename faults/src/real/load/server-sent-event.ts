import type { SseReader } from '@turnfleet/core/sse';

/** One event of a conversation or turn. */
export interface ServerSentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/** The events as they come; ends with the stream, fails when the connection breaks. `reader` knows what to resume after. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>, reader: SseReader): AsyncGenerator<ServerSentEvent> {
  for await (const bytes of body) {
    for (const { id, event, data } of reader.push(bytes)) if (id) yield { id, type: event, data: JSON.parse(data) };
  }
}
