/** One event of a stream in the format of https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerSentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/** The events as they come; ends with the stream, fails when the connection breaks. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const fields = new Map(
        frame.split('\n').flatMap((line): [string, string][] => {
          const at = line.indexOf(': ');
          return at > 0 ? [[line.slice(0, at), line.slice(at + 2)]] : [];
        }),
      );
      const [id, type, data] = ['id', 'event', 'data'].map((name) => fields.get(name));
      if (id && type && data) yield { id, type, data: JSON.parse(data) };
    }
  }
}
