import type { ConversationViewAnswer, JournalEventType, Problem } from '@turnfleet/contract/http';
import { type Clock, type Random, spread, wait } from '@turnfleet/core';
import type { PageEvent } from './after-event.ts';
import { watchServer } from './watch-server.ts';

export type Connection = 'connecting' | 'live' | 'reconnecting';

export interface ClientDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Null where nobody signs in. */
  readonly key: string | null;
  /** The key is not, or no longer, good. */
  readonly refused: () => void;
}

/** About; each time another one, as all pages of a server that went away begin to wait at once. */
const retryMs = 2_000;
/** For as long the server may say that it is not the time: a store that is rebuilt. */
const refusals = 30;

async function call({ key, refused }: ClientDeps, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, ...(key === null ? {} : { authorization: `Bearer ${key}` }) };
  const response = await fetch(path, { ...init, headers });
  if (response.status === 401 && key !== null) refused();
  return response;
}

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
  deps: ClientDeps,
  conversationId: string,
  turnId: string,
  text: string,
): Promise<PageEvent> {
  const { clock, random } = deps;
  let problem = '';
  for (let refused = 0; refused < refusals; ) {
    let waitMs = spread(retryMs, random);
    try {
      const headers = { 'content-type': 'application/json', 'idempotency-key': turnId };
      const response = await call(deps, `${pathOf(conversationId)}/turns`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ text }),
      });
      if (response.ok) return { type: 'turn.accepted', turnId, text, submittedAt: new Date().toISOString() };
      const told = (await response.json()) as Problem;
      problem = told.detail;
      refused++;
      if (!told.retryable) break;
      waitMs = Math.max(waitMs, 1_000 * Number(response.headers.get('retry-after') ?? 0));
    } catch {
      // Nobody answered, or something in between did.
    }
    await wait(clock, waitMs);
  }
  return { type: 'unsent', turnId, problem };
}

/** Asks to stop a turn; that it has stopped is told by its reply. */
export async function stopTurn(deps: ClientDeps, conversationId: string, turnId: string): Promise<void> {
  const path = `${pathOf(conversationId)}/turns/${encodeURIComponent(turnId)}`;
  await call(deps, path, { method: 'DELETE' }).catch(() => {});
}

type StreamType = JournalEventType | 'turn.queued';

const eventTypes: Readonly<Record<StreamType, true>> = {
  'turn.accepted': true,
  'turn.queued': true,
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
 * does on an error answer), a new stream is opened and the conversation read anew. An EventSource sends no key: with one,
 * each stream is opened with a ticket, which is good once, and goes on after the last event that was seen.
 */
export function watchConversation(
  deps: ClientDeps,
  conversationId: string,
  seen: (event: PageEvent) => void,
  changed: (connection: Connection) => void,
): () => void {
  const { clock, random, key } = deps;
  let closed = false;
  let source: EventSource | null = null;
  let lastId = '';
  let isUnknown = begunHere.delete(conversationId);
  const readView = async (): Promise<void> => {
    const response = await call(deps, pathOf(conversationId)).catch(() => null);
    if (closed || !response) return;
    if (response.ok) seen({ type: 'view', view: (await response.json()) as ConversationViewAnswer });
    else if (response.status === 404) seen({ type: 'unknown' });
  };
  const later = (): void => void clock.setTimer(spread(retryMs, random), () => void open());
  const open = async (): Promise<void> => {
    if (closed) return;
    const query = await queryOf(deps, lastId).catch(() => null);
    if (closed) return;
    if (query === null) {
      changed('reconnecting');
      return later();
    }
    source?.close();
    const opened = new EventSource(`${pathOf(conversationId)}/events${query}`);
    source = opened;
    opened.onopen = () => {
      changed('live');
      // After the stream is open, so that nothing falls in between.
      if (!isUnknown) void readView();
      isUnknown = false;
    };
    opened.onerror = () => {
      if (closed || source !== opened) return;
      changed('reconnecting');
      // By itself it would send the ticket again.
      if (key !== null) opened.close();
      if (opened.readyState === EventSource.CLOSED) later();
    };
    for (const type of Object.keys(eventTypes)) {
      opened.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
        lastId = lastEventId;
        seen(eventOf(type as StreamType, data));
      });
    }
    opened.addEventListener('journal.gap', () => {
      lastId = '';
      seen({ type: 'gap' });
      void readView();
    });
  };
  const watch = watchServer(clock, (there) => {
    changed('reconnecting');
    // A connection that hung may never say so.
    source?.close();
    source = null;
    if (there) void open();
  });
  void open();
  return () => {
    closed = true;
    watch.stop();
    source?.close();
  };
}

/** What an event stream is opened with; null if there is no ticket to be had now. */
async function queryOf(deps: ClientDeps, lastId: string): Promise<string | null> {
  if (deps.key === null) return '';
  const response = await call(deps, '/v1/tickets', { method: 'POST' });
  if (!response.ok) return null;
  const { ticket } = (await response.json()) as { readonly ticket: string };
  return `?${new URLSearchParams({ ticket, ...(lastId === '' ? {} : { lastEventId: lastId }) })}`;
}

/** The stream carries what our own schemas describe; of a terminal event, the reply itself. */
function eventOf(type: StreamType, json: string): PageEvent {
  const data = JSON.parse(json) as { turnId: string };
  const isEnd = type === 'reply.completed' || type === 'reply.failed';
  return (isEnd ? { type, turnId: data.turnId, reply: data } : { type, ...data }) as PageEvent;
}
