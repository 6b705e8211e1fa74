import { SseReader } from '@turnfleet/core/sse';
import { WsClient } from '@turnfleet/testing/ws-client';

/** What all followers share. */
export interface Following {
  /** Of an instance that may be gone; another one at each call. */
  readonly url: () => string;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The number of the last piece of each conversation; null while there are more to come. */
  readonly last: () => number | null;
  /** Of each follower, by conversation, the last number that it has. */
  readonly progress: ReadonlyMap<string, number>[];
  /** Counts a connection that was cut, by either side. */
  readonly cut: () => void;
  readonly pause: (ms: number) => Promise<void>;
  /** Aborts when nobody wants to know any more. */
  readonly stopped: AbortSignal;
}

/** What a follower has seen that it should not have, and how far it is. */
interface Seen {
  readonly lost: string[];
  readonly repeated: string[];
  /** By conversation, the last number. */
  readonly numbers: Map<string, number>;
}

function newSeen({ progress }: Following, conversations: readonly string[]): Seen {
  const numbers = new Map(conversations.map((one) => [one, 0]));
  progress.push(numbers);
  return { lost: [], repeated: [], numbers };
}

function see({ lost, repeated, numbers }: Seen, conversation: string, number: number): void {
  const before = numbers.get(conversation) ?? 0;
  if (number > before + 1) lost.push(`${conversation}: ${before + 1} to ${number - 1}`);
  if (number <= before) repeated.push(`${conversation}: ${number}`);
  numbers.set(conversation, Math.max(number, before));
}

const isDone = ({ numbers }: Seen, conversations: readonly string[], last: number | null): boolean =>
  last !== null && conversations.every((one) => (numbers.get(one) ?? 0) >= last);

const patience = 20;

/** Follows conversations over one session, which it takes along from connection to connection. */
export async function followOverWebSocket(following: Following, conversations: readonly string[]): Promise<Seen> {
  const seen = newSeen(following, conversations);
  let before: WsClient | undefined;
  while (!isDone(seen, conversations, following.last()) && !following.stopped.aborted) {
    const client = await WsClient.connect(following.url(), { subprotocol: 'turnfleet.json.v1' }).catch(() => null);
    if (!client) {
      await following.pause(patience);
      continue;
    }
    client.hello(before);
    let left = Math.ceil(following.random() * 12);
    for (let frame = await client.read(); frame; frame = await client.read()) {
      const { payload } = frame;
      if (payload.kind === 'welcome') {
        if (before && !payload.resumed) seen.lost.push(`the session ${before.session}`);
        const missing = conversations.filter((one) => !payload.conversationIds.includes(one));
        for (const conversationId of missing) client.send('subscribe', { conversationId });
      } else if (payload.kind === 'error') seen.lost.push(`${payload.code}: ${payload.message}`);
      else if (payload.kind === 'systemResponse') {
        see(seen, payload.conversationId, Number(payload.text));
        if (following.random() < 0.3) client.acknowledge();
        if (--left <= 0 || isDone(seen, conversations, following.last())) break;
      }
    }
    client.cut();
    if (client.session !== '') before = client;
    following.cut();
  }
  return seen;
}

/** Follows one conversation by Server-Sent Events, by the id of the last one. */
export async function followOverSse(following: Following, conversation: string): Promise<Seen> {
  const seen = newSeen(following, [conversation]);
  let lastId = '';
  while (!isDone(seen, [conversation], following.last()) && !following.stopped.aborted) {
    const gone = new AbortController();
    try {
      const headers = lastId === '' ? {} : { 'last-event-id': lastId };
      const url = `${following.url()}/v1/conversations/${conversation}/events?turn=t-1`;
      const response = await fetch(url, { headers, signal: gone.signal });
      const reader = new SseReader();
      let left = Math.ceil(following.random() * 12);
      for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        for (const event of reader.push(bytes)) {
          if (event.event === 'journal.gap') seen.lost.push(`${conversation}: a gap`);
          if (event.event === 'reply.delta') {
            see(seen, conversation, Number((JSON.parse(event.data) as { text: string }).text));
            left -= 1;
          }
        }
        if (reader.lastId !== '') lastId = reader.lastId;
        if (left <= 0 || isDone(seen, [conversation], following.last())) break;
      }
      following.cut();
    } catch {
      await following.pause(patience); // the instance is gone
    }
    gone.abort();
  }
  return seen;
}
