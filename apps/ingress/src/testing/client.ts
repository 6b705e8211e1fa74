import { SseReader } from '@turnfleet/core/sse';

/** What a client has seen of an event stream. */
export interface SeenStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; null at the end of the stream. */
  next(): Promise<{ readonly id: string; readonly type: string; readonly data: Record<string, unknown> } | null>;
  /** The next comment or event, raw. */
  nextBlock(): Promise<string | null>;
  close(): void;
}

export async function openStream(url: string, lastEventId?: string): Promise<SeenStream> {
  const gone = new AbortController();
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(url, { headers, signal: gone.signal });
  const blocks = blocksOf(response);
  const nextBlock = async (): Promise<string | null> => {
    const block = await blocks.next();
    return block.done ? null : block.value;
  };
  return {
    status: response.status,
    headers: response.headers,
    nextBlock,
    next: async () => {
      for (let text = await nextBlock(); text !== null; text = await nextBlock()) {
        const [read] = new SseReader().push(new TextEncoder().encode(`${text}\n\n`));
        if (!read) continue;
        return { id: read.id ?? '', type: read.event, data: JSON.parse(read.data) as Record<string, unknown> };
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
