import { type Clock, wait } from '@turnfleet/core';

export interface RetryPolicy {
  /** From the first attempt on; no attempt begins later. */
  readonly budgetMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export const defaultRetry: RetryPolicy = { budgetMs: 10_000, firstDelayMs: 50, longestDelayMs: 1_000 };

/** Longer than brokers take to find out that one of them died, and to elect other leaders (about 10 s). */
export const electionRetry: RetryPolicy = { budgetMs: 30_000, firstDelayMs: 100, longestDelayMs: 1_000 };

/** Repeats `attempt` with doubling delays while its error is worth it and the budget lasts; then throws that error. */
export async function retrying<T>(
  clock: Clock,
  policy: RetryPolicy,
  worthIt: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  const end = clock.monotonic() + policy.budgetMs;
  for (let delay = policy.firstDelayMs; ; delay = Math.min(delay * 2, policy.longestDelayMs)) {
    try {
      return await attempt();
    } catch (error) {
      if (clock.monotonic() + delay > end || !worthIt(error)) throw error;
    }
    await wait(clock, delay);
  }
}

/** Whether `work` ended well within `ms`. What it does later is its own affair: a failure then is ignored. */
export async function endsWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = clock.setTimer(ms, () => resolve(false));
  const ended = work.then(
    () => true,
    () => false,
  );
  return Promise.race([ended, late]).finally(() => timer.cancel());
}
