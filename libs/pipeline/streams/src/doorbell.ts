import { type Journal, type JournalEntry, parseJournalId } from '@turnfleet/conversation';
import type { Clock, Timer } from '@turnfleet/core';

/**
 * How often a waiting reader looks by itself, milliseconds: a lost wake-up delays, but never hides, an event; and a store
 * that was lost and restored wakes nobody.
 */
const recheckMs = 15_000;
/** Entries that are kept for a reader who is busy; of more it reads the journal. */
const keptAtMost = 32;

type Ring = 'appended' | 'time' | 'aborted';

/** Tells a reader of a conversation's journal when to look again, and often what there is to see. */
interface Doorbell {
  /** To be called before looking: what is appended from then on will ring. */
  reset(): void;
  /** Instead of looking: what was appended since the last reset, if it is known and all that came after `last`. Resets. */
  take(last: string | null): readonly JournalEntry[] | null;
  /** Resolves when something was appended since the last reset, when it is time to look anyway, or on abort. */
  rung(): Promise<Ring>;
  /** The abort of its signal closes it, too. */
  close(): void;
}

/** Fails with `overloaded` when the journal cannot be watched. */
export async function openDoorbell(
  parts: { readonly journal: Pick<Journal, 'subscribe'>; readonly clock: Clock },
  conversationId: string,
  signal: AbortSignal,
): Promise<Doorbell> {
  const { clock } = parts;
  let hasRung = false;
  /** One append after another without a gap; null: nobody knows. */
  let kept: readonly JournalEntry[] | null = null;
  let answer: ((ring: Ring) => void) | null = null;
  let waitsSince = 0;
  let timer: Timer | null = null;
  const tell = (ring: Ring): void => {
    answer?.(ring);
    answer = null;
  };
  const watching = await parts.journal.subscribe(conversationId, (appended) => {
    if (!hasRung) kept = appended;
    else if (kept && appended && kept.length + appended.length <= keptAtMost && follows(kept.at(-1)?.id, appended)) {
      kept = [...kept, ...appended];
    } else kept = null;
    hasRung = true;
    tell('appended');
  });
  const close = (): void => {
    timer?.cancel();
    signal.removeEventListener('abort', onAbort);
    watching.close();
  };
  const onAbort = (): void => {
    close();
    tell('aborted');
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) close();
  const reset = (): void => {
    hasRung = false;
    kept = null;
  };
  // One timer for many waits: it looks whether the present one has lasted long enough.
  const watchTime = (ms: number): void => {
    timer = clock.setTimer(ms, () => {
      timer = null;
      if (answer === null) return;
      const left = waitsSince + recheckMs - clock.monotonic();
      if (left > 0) watchTime(left);
      else tell('time');
    });
  };
  return {
    reset,
    take: (last) => {
      const taken = kept && follows(last ?? undefined, kept) ? kept : null;
      reset();
      return taken;
    },
    rung: () => {
      if (signal.aborted) return Promise.resolve('aborted');
      if (hasRung) return Promise.resolve('appended');
      waitsSince = clock.monotonic();
      if (timer === null) watchTime(recheckMs);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    close,
  };
}

/** Whether these are the entries right after `last`: of the same generation, with the next number. */
function follows(last: string | undefined, entries: readonly JournalEntry[]): boolean {
  const before = last === undefined ? null : parseJournalId(last);
  const first = parseJournalId(entries[0]?.id ?? '');
  return before !== null && first?.generation === before.generation && first.number === before.number + 1;
}
