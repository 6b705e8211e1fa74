import { type Clock, isTurnfleetError, type NewId, toTurnfleetError, wait } from '@turnfleet/core';
import { SseReader } from '@turnfleet/core/sse';
import type { DeskClient } from '../client/desk-client.ts';
import type { Terminal } from './chat.ts';
import { deskEventText, endedText, queueText } from './desk-text.ts';

interface WatchDeps {
  readonly client: DeskClient;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly terminal: Terminal;
  readonly lines: AsyncIterable<string>;
  /** Aborts when the agent leaves. */
  readonly signal: AbortSignal;
}

const beatMs = 20_000;
const pauseMs = 1_000;
const help =
  '/claim ID, /use ID, /note …, /hand-back …, /transfer SKILL, /release, /queue, /quit; anything else is said to the shopper\n';

/** An agent at work in a terminal: what comes is printed, what is typed is done. Ends when they quit, and then leaves. */
export async function watchDesk(deps: WatchDeps): Promise<void> {
  const { client, terminal, signal } = deps;
  const quit = new AbortController();
  const ending = AbortSignal.any([signal, quit.signal]);
  await client.beat();
  terminal.write(queueText(await client.queue()));
  terminal.write(help);
  const background = Promise.all([beats(deps, ending), events(deps, ending)]);
  try {
    await Promise.race([typed(deps, ending), background]);
  } finally {
    quit.abort();
    await background.catch(() => undefined); // told below, or thrown above
    await client.leave();
    terminal.write('You have left; what you had waits for others.\n');
  }
}

async function beats({ client, clock, terminal }: WatchDeps, signal: AbortSignal): Promise<void> {
  for (;;) {
    await wait(clock, beatMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    await client.beat().catch((error: unknown) => terminal.write(`${toTurnfleetError(error).message}\n`));
  }
}

async function events({ client, clock, terminal }: WatchDeps, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  const entries = new Map<string, string>();
  /** A new version of an entry that reads as the last one did says nothing. */
  const isNews = (event: string, line: string): boolean => {
    const [, conversation = ''] = line.split(/\s+/);
    if (event !== 'queue.changed') return true;
    const before = entries.get(conversation);
    entries.set(conversation, line);
    return before !== line;
  };
  while (!signal.aborted) {
    try {
      const response = await client.events(lastId, signal);
      const reader = new SseReader();
      for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        for (const { id, event, data } of reader.push(bytes)) {
          lastId = id ?? lastId;
          const line = deskEventText(event, JSON.parse(data));
          if (line !== '' && isNews(event, line)) terminal.write(`${line}\n`);
        }
      }
    } catch (error) {
      if (isTurnfleetError(error) && error.kind !== 'overloaded' && !signal.aborted) throw error;
    }
    // The desk is away, or gone to another instance: what was missed comes then.
    await wait(clock, pauseMs, signal).catch(() => undefined);
  }
}

async function typed(deps: WatchDeps, signal: AbortSignal): Promise<void> {
  const { client, terminal, newId } = deps;
  let current = '';
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const lines = deps.lines[Symbol.asyncIterator]();
  for (;;) {
    const line = await Promise.race([lines.next(), stopped]);
    if (!line || line.done || line.value.trim() === '/quit') return;
    const [, word = '', rest = ''] = /^\/([a-z-]+)\s*(.*)$/s.exec(line.value.trim()) ?? ['', 'say', line.value.trim()];
    if (word === 'say' && rest === '') continue;
    try {
      if (word === 'queue') terminal.write(queueText(await client.queue()));
      else if (word === 'use') current = rest;
      else {
        if (word === 'claim') current = rest;
        const body = bodyOf(word, rest);
        if (!body || current === '') terminal.write(current === '' ? 'Claim one first: /claim ID\n' : help);
        else terminal.write(endedText(await client.command(encodeURIComponent(current), word, body, newId())));
      }
    } catch (error) {
      const { message, details } = toTurnfleetError(error);
      terminal.write(`${message}${details.suggestion === undefined ? '' : ` ${details.suggestion}`}\n`);
    }
  }
}

/** Null: no such command. */
function bodyOf(word: string, rest: string): object | null {
  if (word === 'claim' || word === 'release' || word === 'draft') return {};
  if (word === 'say' || word === 'note') return { text: rest };
  if (word === 'hand-back') return rest === '' ? {} : { text: rest };
  return word === 'transfer' ? { to: { skill: rest } } : null;
}
