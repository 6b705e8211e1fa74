import { type Clock, isTurnfleetError, wait } from '@turnfleet/core';

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Repeats `work` while what it needs (the store, the log) cannot be reached: a lane waits rather than answer on stale
 * ground or give up on a turn. Ends with the signal's reason. This is the only layer that retries the store.
 */
export async function untilAvailable<T>(clock: Clock, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
      await wait(clock, error.details.retryAfterMs ?? pause, signal);
    }
  }
}
