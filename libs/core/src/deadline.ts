import type { Clock, Timer } from './clock.ts';
import { TurnfleetError } from './turnfleet-error.ts';

/** One instant after which nobody wants the answer, as a signal and as a remaining budget. */
export interface Deadline {
  /** Unix milliseconds. */
  readonly at: number;
  /** Aborts with `deadline_exceeded` at `at`, or with the parent's own reason before. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never below 0. */
  remainingMs(): number;
  /** Lets go of the timer and of the parent; whoever made the deadline calls it when the work has ended. */
  [Symbol.dispose](): void;
}

/** A deadline at `at` (Unix milliseconds) that also ends when `parent` aborts. */
export function deadlineAt(clock: Clock, at: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const remainingMs = (): number => Math.max(0, at - clock.now());
  const expire = (): void => end(new TurnfleetError('deadline_exceeded', 'The time allowed for this was used up.'));
  const follow = (): void => end(parent?.reason);
  let timer: Timer | undefined;
  const dispose = (): void => {
    timer?.cancel();
    parent?.removeEventListener('abort', follow);
  };
  const end = (reason: unknown): void => {
    dispose();
    controller.abort(reason);
  };
  if (parent?.aborted) follow();
  else if (remainingMs() === 0) expire();
  else {
    timer = clock.setTimer(remainingMs(), expire);
    parent?.addEventListener('abort', follow, { once: true });
  }
  return { at, signal: controller.signal, remainingMs, [Symbol.dispose]: dispose };
}

/** A shorter deadline inside `outer`: at most `ms` from now, never later than `outer`. */
export function within(clock: Clock, outer: Deadline, ms: number): Deadline {
  return deadlineAt(clock, Math.min(outer.at, clock.now() + ms), outer.signal);
}
