import { type Clock, TurnfleetError, toTurnfleetError } from '@turnfleet/core';

/** An attempt under way. */
export interface CallAttempt<T> {
  readonly result: Promise<T>;
  /** Ends it at once; its result rejects. */
  cancel(reason: TurnfleetError): void;
}

interface HedgedDeps<T> {
  readonly clock: Clock;
  readonly first: CallAttempt<T>;
  /** Null: the first waits alone. */
  readonly delayMs: number | null;
  /** Begins another one elsewhere; null if there is nobody, or no leave. */
  readonly second: () => CallAttempt<T> | null;
}

/**
 * The first answer of two attempts; the other one is cancelled. A first one that fails before the delay is over fails the
 * call: whether to ask again is not decided here. Of two that fail the first one's error is told.
 */
export function hedged<T>({ clock, first, delayMs, second }: HedgedDeps<T>): Promise<T> {
  if (delayMs === null) return first.result;
  return new Promise((resolve, reject) => {
    const running = new Set([first]);
    let failure: TurnfleetError | undefined;
    const follow = (attempt: CallAttempt<T>): void => {
      attempt.result.then(
        (answer) => {
          running.delete(attempt);
          timer.cancel();
          const late = new TurnfleetError('cancelled', 'Another instance answered first.');
          for (const other of running) other.cancel(late);
          resolve(answer);
        },
        (error: unknown) => {
          running.delete(attempt);
          timer.cancel();
          if (failure === undefined || attempt === first) failure = toTurnfleetError(error);
          if (running.size === 0) reject(failure);
        },
      );
    };
    const timer = clock.setTimer(delayMs, () => {
      const other = second();
      if (!other) return;
      running.add(other);
      follow(other);
    });
    follow(first);
  });
}
