import type { Clock } from './clock.ts';

/** What the work says, or the error of `late` where it takes longer than `ms`. What it does later is its own affair. */
export async function withTimeout<T>(clock: Clock, ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const { promise: timeUp, reject } = Promise.withResolvers<never>();
  const timer = clock.setTimer(ms, () => reject(late()));
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    timer.cancel();
  }
}

/** Whether the work ends well within `ms`. What it does later is its own affair: a failure then is ignored. */
export function endsWithin(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(ms, () => resolve(false));
    const end = (well: boolean) => (): void => {
      timer.cancel();
      resolve(well);
    };
    work.then(end(true), end(false));
  });
}
