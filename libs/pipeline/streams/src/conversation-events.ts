import { isTerminal } from '@turnfleet/contract/http';
import type { Journal, JournalEntry } from '@turnfleet/conversation';
import { follow, idBefore } from './follow.ts';
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
  const of = { conversationId, reader };
  if (lastEventId === null) {
    const start = await inProgress(deps.journal, conversationId);
    return { from: startOf(start), events: conversationEvents(deps, of, start, signal) };
  }
  await deps.journal.read(conversationId, lastEventId);
  const start = { replay: [], after: lastEventId };
  return { from: null, events: conversationEvents(deps, of, start, signal) };
}

interface Followed {
  readonly conversationId: string;
  readonly reader: Reader;
}

interface Start {
  /** Told first. */
  readonly replay: readonly JournalEntry[];
  /** Then everything after this id; null: everything held. */
  readonly after: string | null;
}

async function* conversationEvents(
  deps: StreamDeps,
  { conversationId, reader }: Followed,
  first: Start,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const told = isTold(reader);
  let start = first;
  for (;;) {
    yield* start.replay.map(eventOf);
    for await (const step of follow(deps, conversationId, start.after, signal)) {
      if (step.kind === 'gap') break;
      if (step.kind === 'entries') yield* step.entries.filter(told).map(eventOf);
    }
    if (signal.aborted) return;
    start = await inProgress(deps.journal, conversationId);
    yield await gapBefore(deps, conversationId, start);
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
