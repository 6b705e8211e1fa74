import { isTerminal } from '@turnfleet/contract/http';
import type { Journal, JournalEntry } from '@turnfleet/conversation';
import { follow, idBefore } from './follow.ts';
import { eventOf, gapEvent, type StreamDeps, type StreamEvent } from './stream-event.ts';

/**
 * Events of a conversation, without end: after `lastEventId` if given, else from the start of the turns in progress, else
 * those to come. A `lastEventId` that is not held any more yields `journal.gap` with the last reply, then goes on as if
 * none had been given. Throws `overloaded` before the first event if the store cannot be read.
 */
export async function openConversationEvents(
  deps: StreamDeps,
  conversationId: string,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<AsyncGenerator<StreamEvent>> {
  if (lastEventId === null) {
    return conversationEvents(deps, conversationId, await inProgress(deps.journal, conversationId), signal);
  }
  await deps.journal.read(conversationId, lastEventId);
  return conversationEvents(deps, conversationId, { replay: [], after: lastEventId }, signal);
}

interface Start {
  /** Told first. */
  readonly replay: readonly JournalEntry[];
  /** Then everything after this id; null: everything held. */
  readonly after: string | null;
}

async function* conversationEvents(
  deps: StreamDeps,
  conversationId: string,
  first: Start,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  let start = first;
  for (;;) {
    yield* start.replay.map(eventOf);
    for await (const step of follow(deps, conversationId, start.after, signal)) {
      if (step.kind === 'gap') break;
      if (step.kind === 'entries') yield* step.entries.map(eventOf);
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

async function gapBefore({ gateway }: StreamDeps, conversationId: string, start: Start): Promise<StreamEvent> {
  const oldest = start.replay[0];
  const id = oldest ? idBefore(oldest.id) : (start.after ?? '');
  const last = (await gateway.view(conversationId))?.conversation.turns.at(-1);
  return gapEvent(id, last?.turnId ?? null, last?.reply ?? null);
}
