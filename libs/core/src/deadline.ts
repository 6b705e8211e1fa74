import type { Clock } from './clock.ts';
import { TurnfleetError } from './turnfleet-error.ts';

/** One instant after which nobody wants the answer, as a signal and as a remaining budget. */
export interface Deadline {
  /** Unix milliseconds. */
  readonly at: number;
  /** Aborts with `deadline_exceeded` at `at`, or with the parent's reason before. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never below 0. */
  remainingMs(): number;
  /** Stops the timer behind the signal; whoever made the deadline calls it when the work has ended. */
  [Symbol.dispose](): void;
}

/** A deadline at `at` (Unix milliseconds) that also ends when `parent` aborts. */
export function deadlineAt(clock: Clock, at: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const expire = (): void =>
    controller.abort(new TurnfleetError('deadline_exceeded', 'The time allowed for this turn was used up.'));
  const remainingMs = (): number => Math.max(0, at - clock.now());
  const follow = (): void => controller.abort(parent?.reason);
  const timer = remainingMs() > 0 ? clock.setTimer(remainingMs(), expire) : undefined;
  if (parent?.aborted) follow();
  else if (!timer) expire();
  parent?.addEventListener('abort', follow, { once: true });
  return {
    at,
    signal: controller.signal,
    remainingMs,
    [Symbol.dispose]: () => {
      timer?.cancel();
      parent?.removeEventListener('abort', follow);
    },
  };
}

/** A shorter deadline inside `outer`: at most `ms` from now, never later than `outer`. */
export function within(clock: Clock, outer: Deadline, ms: number): Deadline {
  return deadlineAt(clock, Math.min(outer.at, clock.now() + ms), outer.signal);
}
