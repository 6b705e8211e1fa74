import { type Backoff, backoff } from './backoff.ts';
import { type Clock, wait } from './clock.ts';

export interface RetryPolicy extends Backoff {
  /** From the first attempt on; no attempt begins later. */
  readonly budgetMs: number;
}

/** Repeats `attempt` with doubling pauses while its error is worth it and the budget lasts; then throws that error. */
export async function retry<T>(
  clock: Clock,
  policy: RetryPolicy,
  worthIt: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  const end = clock.monotonic() + policy.budgetMs;
  for (let failures = 1; ; failures++) {
    const pause = backoff(policy, failures);
    try {
      return await attempt();
    } catch (error) {
      if (clock.monotonic() + pause > end || !worthIt(error)) throw error;
    }
    await wait(clock, pause);
  }
}
