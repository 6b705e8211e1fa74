import { TurnfleetError } from './turnfleet-error.ts';

/** A running timer; cancelling one that fired does nothing. */
export interface Timer {
  cancel(): void;
}

/** Time as an argument: production gives `systemClock`, specs a clock that they advance. */
export interface Clock {
  /** Wall time, Unix milliseconds. */
  now(): number;
  /** Milliseconds from an arbitrary start that never go backwards; for durations. */
  monotonic(): number;
  /** Calls `fire` once, `ms` milliseconds from now. */
  setTimer(ms: number, fire: () => void): Timer;
}

/** What Node's `setTimeout` can count; it fires a longer one at once. */
const longestTimeoutMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(ms, fire) {
    let left = Math.max(0, ms);
    const next = (): NodeJS.Timeout => {
      const step = Math.min(left, longestTimeoutMs);
      left -= step;
      return setTimeout(() => {
        if (left > 0) handle = next();
        else fire();
      }, step);
    };
    let handle = next();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `ms`; rejects with the signal's reason (as one of our errors) as soon as it aborts. */
export function wait(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(abortReason(signal));
    };
    const timer = clock.setTimer(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Why a signal aborted, as one of our errors: the reason itself if it is one, `deadline_exceeded` for a timeout, else `cancelled`. */
export function abortReason(signal: AbortSignal | undefined): TurnfleetError {
  const reason: unknown = signal?.reason;
  if (reason instanceof TurnfleetError) return reason;
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return new TurnfleetError('deadline_exceeded', 'The time allowed for this was used up.', { cause: reason });
  }
  return new TurnfleetError('cancelled', 'The work was called off.', { cause: reason });
}
