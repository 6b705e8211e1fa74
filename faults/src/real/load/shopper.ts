import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@turnfleet/core';
import { SseReader } from '@turnfleet/core/sse';
import { historyEventSchema } from '../../history/history-event.ts';
import type { HistoryWriter } from '../../history/write-history.ts';
import type { Accounts } from './accounts.ts';
import { eventsOf, type ServerSentEvent } from './server-sent-event.ts';
import { conversationId, marked, textOf, turnId } from './texts.ts';
import type { Wishes } from './wishes.ts';

interface ShopperOptions {
  readonly run: string;
  readonly url: string;
  /** The number of its first conversation. */
  readonly first: number;
  readonly random: Random;
  readonly accounts: Accounts;
  readonly history: HistoryWriter;
  readonly wishes: Wishes;
  /** No new turns after it; the last reply is still awaited. */
  readonly closing: AbortSignal;
}

export interface Shopper {
  /** Breaks its connections; it resumes. */
  drop(): void;
  readonly done: Promise<void>;
}

const turnsPerConversation = 6;
const yes = '好的';
/** How long the last reply of a conversation is awaited. */
const patienceMs = 240_000;

/** Talks over HTTP: has something set aside, says yes, then chats. Posts a turn, sometimes twice, follows its conversation's events over breaks, then says the next thing. */
export function startShopper(options: ShopperOptions): Shopper {
  const { url, random, accounts, history, wishes, closing } = options;
  const repeats: Promise<boolean>[] = [];
  let connection = new AbortController();

  async function shop(): Promise<void> {
    for (let number = options.first; !closing.aborted; number++) {
      const id = conversationId(options.run, number);
      const gone = new AbortController();
      const ended = new Set<string>();
      const following = follow(id, `shopper-${number}`, gone.signal, ended);
      for (let said = 0; said < turnsPerConversation && !closing.aborted; said++) {
        const turn = turnId(number, said);
        const text = wordsOf(number, said);
        if (!(await post(id, turn, text))) break;
        if (random() < 0.2) repeats.push(post(id, turn, text));
        // Another message under the same id: refused.
        if (random() < 0.05) repeats.push(post(id, turn, `${text} ?`));
        if (random() < 0.3) connection.abort();
        for (const until = Date.now() + patienceMs; !ended.has(turn) && Date.now() < until; ) await pause(50);
      }
      gone.abort();
      connection.abort();
      await following;
    }
    await Promise.all(repeats);
  }

  function wordsOf(number: number, said: number): string {
    const wish = said === 0 ? wishes.next() : undefined;
    if (wish) return marked(wish.text, number, said);
    // A yes is nothing but a yes: it carries no marker.
    return said === 1 ? yes : textOf(random, number, said);
  }

  /** Posts until it is told what became of it, accepted or refused; false if that takes too long. */
  async function post(id: string, turn: string, text: string): Promise<boolean> {
    const at = Date.now();
    for (const until = at + patienceMs; Date.now() < until; await pause(500)) {
      const status = await fetch(`${url}/v1/conversations/${id}/turns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': turn },
        body: JSON.stringify({ text }),
        signal: AbortSignal.timeout(15_000),
      }).then(
        (response) => response.body?.cancel().then(() => response.status),
        () => 0,
      );
      if (status === 409) {
        await history.write({ at, event: 'refused', conversationId: id, turnId: turn, status, body: text });
        return true;
      }
      if (status !== 202) continue;
      accounts.submitted(turn);
      const sent = { conversationId: id, turnId: turn, over: 'http', body: text, confirms: text === yes } as const;
      await history.write({ at, event: 'submitted', ...sent });
      return true;
    }
    return false;
  }

  async function follow(id: string, reader: string, gone: AbortSignal, ended: Set<string>): Promise<void> {
    let after: string | null = null;
    for (; !gone.aborted; await pause(100 + random() * 400)) {
      connection = new AbortController();
      const signal = AbortSignal.any([connection.signal, gone]);
      let how: 'complete' | 'cut' | 'left' = 'complete';
      let opened = false;
      const sse = new SseReader();
      try {
        const headers: Record<string, string> = after ? { 'last-event-id': after } : {};
        const response: Response = await fetch(`${url}/v1/conversations/${id}/events`, { headers, signal });
        if (response.status !== 200 || !response.body) {
          await response.body?.cancel();
          continue;
        }
        await history.write({ at: Date.now(), event: 'opened', reader, conversationId: id, after });
        opened = true;
        for await (const event of eventsOf(response.body, sse)) await heard(reader, event, ended);
      } catch (error) {
        // What fetch throws when a connection breaks, or is given up.
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
        how = signal.aborted ? 'left' : 'cut';
      }
      after = sse.lastId || after;
      if (opened) await history.write({ at: Date.now(), event: 'closed', reader, how });
    }
  }

  async function heard(reader: string, { id, type, data }: ServerSentEvent, ended: Set<string>): Promise<void> {
    const { turnId: turn = null, text, reply } = data as { turnId?: string | null; text?: string; reply?: object };
    const at = Date.now();
    if (type === 'journal.gap') {
      const last = reply as { turnId?: string } | null | undefined;
      if (last?.turnId) ended.add(last.turnId);
      await history.write(
        historyEventSchema.parse({ at, event: 'gap', reader, id, turnId: turn, reply: reply ?? null }),
      );
      return;
    }
    const terminal = type === 'reply.completed' || type === 'reply.failed';
    if (terminal && turn) ended.add(turn);
    const told = terminal ? { reply: data } : type === 'reply.delta' ? { text } : {};
    await history.write(historyEventSchema.parse({ at, event: 'heard', reader, id, type, turnId: turn, ...told }));
  }

  return { drop: () => connection.abort(), done: shop() };
}
