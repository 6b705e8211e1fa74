import type { Journal } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';

/**
 * How often a waiting reader looks by itself, milliseconds: a lost wake-up delays, but never hides, an event; and a store
 * that was lost and restored wakes nobody.
 */
const recheckMs = 15_000;

type Ring = 'appended' | 'time' | 'aborted';

/** Tells a reader of a conversation's journal when to look again. */
interface Doorbell {
  /** To be called before looking: what is appended from then on will ring. */
  reset(): void;
  /** Resolves when something was appended since the last reset, when it is time to look anyway, or on abort. */
  rung(): Promise<Ring>;
  close(): void;
}

/** Fails with `overloaded` when the journal cannot be watched. */
export async function openDoorbell(
  parts: { readonly journal: Pick<Journal, 'subscribe'>; readonly clock: Clock },
  conversationId: string,
  signal: AbortSignal,
): Promise<Doorbell> {
  let appended = false;
  let answer: ((ring: Ring) => void) | undefined;
  const watching = await parts.journal.subscribe(conversationId, () => {
    appended = true;
    answer?.('appended');
  });
  const onAbort = (): void => answer?.('aborted');
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    reset: () => void (appended = false),
    rung: async () => {
      if (signal.aborted) return 'aborted';
      if (appended) return 'appended';
      const { promise, resolve } = Promise.withResolvers<Ring>();
      answer = resolve;
      const timer = parts.clock.setTimer(recheckMs, () => resolve('time'));
      return promise.finally(() => timer.cancel());
    },
    close: () => {
      signal.removeEventListener('abort', onAbort);
      watching.close();
    },
  };
}
