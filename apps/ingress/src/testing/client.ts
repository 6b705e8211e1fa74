import { type SseEvent, SseReader } from '@turnfleet/core/sse';

/** What a client has seen of an event stream. */
export interface SeenStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; null at the end of the stream. */
  next(): Promise<{ readonly id: string; readonly type: string; readonly data: Record<string, unknown> } | null>;
  /** The next comment or event, raw. */
  nextBlock(): Promise<string | null>;
  /** What a client resumes after, having taken as many blocks. */
  lastId(): string;
  close(): void;
}

export async function openStream(
  url: string,
  lastEventId?: string,
  more: Record<string, string> = {},
): Promise<SeenStream> {
  const gone = new AbortController();
  const headers: Record<string, string> = {
    ...more,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(url, { headers, signal: gone.signal });
  const blocks = blocksOf(response);
  const reader = new SseReader();
  let read: SseEvent[] = [];
  const nextBlock = async (): Promise<string | null> => {
    const block = await blocks.next();
    if (block.done) return null;
    read = reader.push(new TextEncoder().encode(`${block.value}\n\n`));
    return block.value;
  };
  return {
    status: response.status,
    headers: response.headers,
    nextBlock,
    lastId: () => reader.lastId,
    next: async () => {
      for (let text = await nextBlock(); text !== null; text = await nextBlock()) {
        const [event] = read;
        if (!event) continue;
        return { id: event.id ?? '', type: event.event, data: JSON.parse(event.data) as Record<string, unknown> };
      }
      return null;
    },
    close: () => gone.abort(),
  };
}

async function* blocksOf(response: Response): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(bytes);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks;
  }
  return undefined;
}

/** Posts a turn. */
export function postTurn(
  { url }: { readonly url: string },
  conversationId: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/v1/conversations/${conversationId}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
