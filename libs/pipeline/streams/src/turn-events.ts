import { isTerminal } from '@turnfleet/contract/http';
import type { JournalEntry, TurnRef } from '@turnfleet/conversation';
import { type Followed, follow, idBefore, withFirst } from './follow.ts';
import { eventOf, gapEvent, publishedReply, type StreamDeps, type StreamEvent, terminalEvent } from './stream-event.ts';

/** Id of a terminal event told from the ledger while the journal holds nothing; resuming after it, all has been told. */
const afterEnd = '0-1';

/**
 * Events of one turn, from `turn.accepted` (or after `lastEventId`) to its terminal event, then the end; null if all of
 * it has been seen. A turn whose journal is gone is finished from the ledger. Throws `overloaded` before the first event
 * if the store cannot be read.
 */
export async function openTurnEvents(
  deps: StreamDeps,
  turn: TurnRef,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<AsyncGenerator<StreamEvent> | null> {
  // Asked before the journal is read: what had ended by then has its end in the journal, if that is still held.
  const ended = await publishedReply(deps.gateway, turn);
  if (ended && lastEventId === afterEnd) return null;
  const steps = follow(deps, turn.conversationId, lastEventId, signal);
  const first = await steps.next();
  if (ended && lastEventId !== null && !first.done && isPast(first.value, turn)) {
    await steps.return(undefined);
    return null;
  }
  return turnEvents(deps, turn, lastEventId, withFirst(first, steps));
}

/** Whether there is nothing of the turn at the first look. */
const isPast = (step: Followed, turn: TurnRef): boolean =>
  step.kind === 'quiet' || (step.kind === 'entries' && !step.entries.some(isOf(turn)));

async function* turnEvents(
  deps: StreamDeps,
  turn: TurnRef,
  after: string | null,
  steps: AsyncGenerator<Followed>,
): AsyncGenerator<StreamEvent> {
  let last = after;
  for await (const step of steps) {
    if (step.kind === 'gap') {
      last = null;
      yield await gapOf(deps, turn);
    } else if (step.kind === 'entries') {
      last = step.entries.at(-1)?.id ?? last;
      if (yield* tell(step.entries.filter(isOf(turn)))) return;
    } else {
      const reply = await publishedReply(deps.gateway, turn);
      if (!reply) continue;
      // It may have ended since the journal was read; only what is not there is told from the ledger.
      const page = await deps.journal.read(turn.conversationId, last);
      const rest = page.kind === 'entries' ? page.entries : [];
      if (yield* tell(rest.filter(isOf(turn)))) return;
      yield terminalEvent(rest.at(-1)?.id ?? last ?? afterEnd, reply);
      return;
    }
  }
}

/** Returns whether the turn's end was among them. */
function* tell(entries: readonly JournalEntry[]): Generator<StreamEvent, boolean> {
  for (const entry of entries) {
    yield eventOf(entry);
    if (isTerminal(entry.event)) return true;
  }
  return false;
}

async function gapOf(deps: StreamDeps, turn: TurnRef): Promise<StreamEvent> {
  const [reply, page] = await Promise.all([
    publishedReply(deps.gateway, turn),
    deps.journal.read(turn.conversationId, null),
  ]);
  if (page.kind === 'gap') return gapEvent('', turn.turnId, reply);
  const [oldest] = page.entries;
  return gapEvent(oldest ? idBefore(oldest.id) : page.end, turn.turnId, reply);
}

function isOf({ turnId }: TurnRef): (entry: JournalEntry) => boolean {
  return ({ event }) => event.turnId === turnId;
}
