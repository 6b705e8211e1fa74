import type { ConversationViewAnswer, JournalEventType, Problem } from '@turnfleet/contract/http';
import { type Clock, type Random, spread, wait } from '@turnfleet/core';
import type { PageEvent } from './after-event.ts';
import { watchServer } from './watch-server.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting';

interface ClientDeps {
  readonly clock: Clock;
  readonly random: Random;
}

/** About; each time another one, as all pages of a server that went away begin to wait at once. */
const retryMs = 2_000;
/** For as long the server may say that it is not the time: a store that is rebuilt. */
const refusals = 30;

/** 96 random bits; `crypto.randomUUID` is missing where the page does not come over TLS or from this machine. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const begunHere = new Set<string>();

/** A conversation that nobody knows yet: there is nothing to read of it. */
export function newConversation(): string {
  const id = newId('page');
  begunHere.add(id);
  return id;
}

const pathOf = (conversationId: string): string => `/v1/conversations/${encodeURIComponent(conversationId)}`;

/**
 * Sends a turn until it is accepted or refused, and tells which; the key makes repeating it harmless. While nobody answers, it
 * goes on: the shopper's question is safe here, and goes out when the fleet is back.
 */
export async function sendTurn(
  { clock, random }: ClientDeps,
  conversationId: string,
  turnId: string,
  text: string,
): Promise<PageEvent> {
  let problem = '';
  for (let refused = 0; refused < refusals; ) {
    try {
      const headers = { 'content-type': 'application/json', 'idempotency-key': turnId };
      const response = await fetch(`${pathOf(conversationId)}/turns`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ text }),
      });
      if (response.ok) return { type: 'turn.accepted', turnId, text, submittedAt: new Date().toISOString() };
      const told = (await response.json()) as Problem;
      problem = told.detail;
      refused++;
      if (!told.retryable) break;
    } catch {
      // Nobody answered, or something in between did.
    }
    await wait(clock, spread(retryMs, random));
  }
  return { type: 'unsent', turnId, problem };
}

/** Asks to stop a turn; that it has stopped is told by its reply. */
export async function stopTurn(conversationId: string, turnId: string): Promise<void> {
  await fetch(`${pathOf(conversationId)}/turns/${encodeURIComponent(turnId)}`, { method: 'DELETE' }).catch(() => {});
}

const eventTypes: Readonly<Record<JournalEventType, true>> = {
  'turn.accepted': true,
  'turn.started': true,
  'tool.started': true,
  'tool.finished': true,
  'reply.delta': true,
  'reply.reset': true,
  'reply.completed': true,
  'reply.failed': true,
};

/**
 * Watches a conversation until closed. The browser reconnects by itself and resumes where it was; where it gives up (it
 * does on an error answer), a new stream is opened and the conversation read anew.
 */
export function watchConversation(
  { clock, random }: ClientDeps,
  conversationId: string,
  seen: (event: PageEvent) => void,
  changed: (connection: Connection) => void,
): () => void {
  let closed = false;
  let source: EventSource;
  let isUnknown = begunHere.delete(conversationId);
  const readView = async (): Promise<void> => {
    const response = await fetch(pathOf(conversationId)).catch(() => null);
    if (closed || !response) return;
    if (response.ok) seen({ type: 'view', view: (await response.json()) as ConversationViewAnswer });
    else if (response.status === 404) seen({ type: 'unknown' });
  };
  const open = (): void => {
    if (closed) return;
    source = new EventSource(`${pathOf(conversationId)}/events`);
    source.onopen = () => {
      changed('live');
      // After the stream is open, so that nothing falls in between.
      if (!isUnknown) void readView();
      isUnknown = false;
    };
    source.onerror = () => {
      if (closed) return;
      changed('reconnecting');
      if (source.readyState === EventSource.CLOSED) clock.setTimer(spread(retryMs, random), open);
    };
    for (const type of Object.keys(eventTypes)) {
      source.addEventListener(type, ({ data }: MessageEvent<string>) => seen(eventOf(type as JournalEventType, data)));
    }
    source.addEventListener('journal.gap', () => {
      seen({ type: 'gap' });
      void readView();
    });
  };
  const watch = watchServer(clock, (there) => {
    changed('reconnecting');
    // A connection that hung may never say so.
    source.close();
    if (there) open();
  });
  open();
  return () => {
    closed = true;
    watch.stop();
    source.close();
  };
}

/** The stream carries what our own schemas describe; of a terminal event, the reply itself. */
function eventOf(type: JournalEventType, json: string): PageEvent {
  const data = JSON.parse(json) as { turnId: string };
  const isEnd = type === 'reply.completed' || type === 'reply.failed';
  return (isEnd ? { type, turnId: data.turnId, reply: data } : { type, ...data }) as PageEvent;
}
