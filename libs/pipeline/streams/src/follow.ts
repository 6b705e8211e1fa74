import { type Journal, type JournalEntry, parseJournalId } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { openDoorbell } from './doorbell.ts';

export interface JournalDeps {
  readonly journal: Pick<Journal, 'read' | 'subscribe'>;
  readonly clock: Clock;
}

export type Followed =
  | { readonly kind: 'entries'; readonly entries: readonly JournalEntry[] }
  /** What came after the id asked for is not held any more. Entries go on from the oldest held. */
  | { readonly kind: 'gap' }
  /** The first look is over, or there was nothing new for a while. */
  | { readonly kind: 'quiet' };

/**
 * The journal of a conversation after `after` (from the oldest held when null), without end: what is there, then what is
 * appended, of which it is told as a rule and reads only what it missed. Reads only when the consumer asks for more, so a slow
 * reader holds up nobody else. Ends when `signal` aborts, with
 * what was there by then; throws what the journal throws.
 */
export async function* follow(
  deps: JournalDeps,
  conversationId: string,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<Followed> {
  const bell = await openDoorbell(deps, conversationId, signal);
  try {
    let last = after;
    let tellQuiet = true;
    for (;;) {
      const isLast = signal.aborted;
      // The last look is a real one.
      const appended = isLast ? null : bell.take(last);
      if (appended) {
        last = appended.at(-1)?.id ?? last;
        yield { kind: 'entries', entries: appended };
        tellQuiet = (await bell.rung()) === 'time';
        continue;
      }
      bell.reset();
      const page = await deps.journal.read(conversationId, last);
      if (page.kind === 'gap') {
        yield page;
        last = null;
        tellQuiet = true;
        continue;
      }
      last = page.end;
      if (page.entries.length > 0) yield page;
      if (tellQuiet) yield { kind: 'quiet' };
      if (isLast) return;
      // No second look whether there is more: a page leaves nothing out, and what came after it has rung.
      tellQuiet = (await bell.rung()) === 'time';
    }
  } finally {
    bell.close();
  }
}

/**
 * Steps of which the first was taken, so that what fails fails there, and the journal is read for it once. What is left
 * untouched holds nothing once the signal of `follow` has aborted.
 */
export async function* withFirst(
  first: IteratorResult<Followed>,
  steps: AsyncGenerator<Followed>,
): AsyncGenerator<Followed> {
  try {
    if (!first.done) yield first.value;
    yield* steps;
  } finally {
    await steps.return(undefined);
  }
}

/** The position just before an entry. */
export function idBefore(id: string): string {
  const parsed = parseJournalId(id);
  return parsed ? `${parsed.generation}-${parsed.number - 1}` : id;
}
