import { type Journal, type JournalEntry, type JournalPage, parseJournalId } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { openDoorbell } from './doorbell.ts';

export interface JournalParts {
  readonly journal: Pick<Journal, 'read' | 'subscribe'>;
  readonly clock: Clock;
}

export type Followed =
  | { readonly kind: 'entries'; readonly entries: readonly JournalEntry[] }
  /** What came after the id asked for is not held any more. Entries go on from the oldest held. */
  | { readonly kind: 'gap' }
  /** Nothing new at the first look, or for a while. */
  | { readonly kind: 'quiet' };

/**
 * The journal of a conversation after `after` (from the oldest held when null), without end: what is there, then what is
 * appended. Reads only when the consumer asks for more, so a slow reader holds up nobody else. Ends when `signal` aborts;
 * throws what the journal throws.
 */
export async function* follow(
  parts: JournalParts,
  conversationId: string,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<Followed> {
  const bell = await openDoorbell(parts, conversationId, signal);
  try {
    let last = after;
    let tellQuiet = true;
    while (!signal.aborted) {
      bell.reset();
      const page = await readAfter(parts.journal, conversationId, last);
      if (page.kind === 'gap') {
        yield page;
        last = null;
        tellQuiet = true;
      } else if (page.entries.length > 0) {
        yield page;
        last = page.entries.at(-1)?.id ?? last;
      } else {
        if (tellQuiet) yield { kind: 'quiet' };
        tellQuiet = (await bell.rung()) === 'time';
      }
    }
  } finally {
    bell.close();
  }
}

/** Stands in for the id of an event when the journal held nothing: what comes after it is everything ever appended. */
export const beforeAll = '0-0';

/** Like `Journal.read`, and understands `beforeAll`. */
export async function readAfter(
  journal: Pick<Journal, 'read'>,
  conversationId: string,
  after: string | null,
): Promise<JournalPage> {
  if (after !== beforeAll) return journal.read(conversationId, after);
  const page = await journal.read(conversationId, null);
  const oldest = page.kind === 'entries' ? page.entries[0] : undefined;
  return oldest && parseJournalId(oldest.id)?.number !== 1 ? { kind: 'gap' } : page;
}

/** The position just before an entry. */
export function idBefore(id: string): string {
  const parsed = parseJournalId(id);
  return parsed ? `${parsed.generation}-${parsed.number - 1}` : beforeAll;
}
