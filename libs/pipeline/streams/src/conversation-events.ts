import { isTerminal } from '@turnfleet/contract/http';
import type { Journal, JournalEntry } from '@turnfleet/conversation';
import { type Followed, follow, idBefore, withFirst } from './follow.ts';
import { eventOf, gapEvent, isTold, type Reader, type StreamDeps, type StreamEvent } from './stream-event.ts';

export interface ConversationEvents {
  /** The id that the events come after, to resume there if the stream is cut before the first; null if the reader named it. */
  readonly from: string | null;
  readonly events: AsyncGenerator<StreamEvent>;
}

/**
 * Events of a conversation, without end: after `lastEventId` if given, else from the start of the turns in progress, else
 * those to come. A `lastEventId` that is not held any more yields `journal.gap` with the last reply, then goes on as if
 * none had been given. A shopper is not told of what agents do silently. Throws `overloaded` before the first event if the
 * store cannot be read.
 */
export async function openConversationEvents(
  deps: StreamDeps,
  conversationId: string,
  lastEventId: string | null,
  signal: AbortSignal,
  reader: Reader = 'shopper',
): Promise<ConversationEvents> {
  const steps = (after: string | null) => follow(deps, conversationId, after, signal);
  const of = { conversationId, reader, steps };
  if (lastEventId === null) {
    const start = await inProgress(deps.journal, conversationId);
    const { replay } = start;
    return { from: startOf(start), events: conversationEvents(deps, of, replay, steps(start.after), signal) };
  }
  const rest = steps(lastEventId);
  const resumed = withFirst(await rest.next(), rest);
  return { from: null, events: conversationEvents(deps, of, [], resumed, signal) };
}

interface Reading {
  readonly conversationId: string;
  readonly reader: Reader;
  /** The journal after an id. */
  readonly steps: (after: string | null) => AsyncGenerator<Followed>;
}

interface Start {
  /** Told first. */
  readonly replay: readonly JournalEntry[];
  /** Then everything after this id; null: everything held. */
  readonly after: string | null;
}

async function* conversationEvents(
  deps: StreamDeps,
  { conversationId, reader, steps }: Reading,
  replayed: readonly JournalEntry[],
  followed: AsyncGenerator<Followed>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const told = isTold(reader);
  let [replay, rest] = [replayed, followed];
  for (;;) {
    yield* replay.map(eventOf);
    for await (const step of rest) {
      if (step.kind === 'gap') break;
      if (step.kind !== 'entries') continue;
      // One by one: a generator that hands on a list waits for each of it twice.
      for (const entry of step.entries) if (told(entry)) yield eventOf(entry);
    }
    if (signal.aborted) return;
    const start = await inProgress(deps.journal, conversationId);
    yield await gapBefore(deps, conversationId, start);
    [replay, rest] = [start.replay, steps(start.after)];
  }
}

/** What the journal holds of turns that have not ended, and where to go on. */
async function inProgress(journal: Pick<Journal, 'read'>, conversationId: string): Promise<Start> {
  const page = await journal.read(conversationId, null);
  const entries = page.kind === 'entries' ? page.entries : [];
  const ended = new Set(entries.filter(({ event }) => isTerminal(event)).map(({ event }) => event.turnId));
  return {
    replay: entries.filter(({ event }) => !ended.has(event.turnId)),
    after: page.kind === 'entries' ? page.end : null,
  };
}

/** What all of it comes after. */
function startOf({ replay: [oldest], after }: Start): string {
  return oldest ? idBefore(oldest.id) : (after ?? '');
}

async function gapBefore({ gateway }: StreamDeps, conversationId: string, start: Start): Promise<StreamEvent> {
  const turns = (await gateway.view(conversationId))?.conversation.turns ?? [];
  const last = turns.findLast(({ reply }) => !reply.command?.silent);
  return gapEvent(startOf(start), last?.turnId ?? null, last?.reply ?? null);
}
