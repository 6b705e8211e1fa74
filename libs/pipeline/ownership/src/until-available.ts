import { type Backoff, backoff, type Clock, isTurnfleetError, wait } from '@turnfleet/core';

const pauses: Backoff = { firstMs: 100, longestMs: 2_000 };

/**
 * Repeats `work` while what it needs (the store, the log) cannot be reached: a lane waits rather than answer on stale
 * ground or give up on a turn. Ends with the signal's reason. This is the only layer that retries the store.
 */
export async function untilAvailable<T>(clock: Clock, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
      await wait(clock, error.details.retryAfterMs ?? backoff(pauses, failures), signal);
    }
  }
}
