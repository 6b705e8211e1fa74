import { type ManualClock, settle } from '@turnfleet/core/testing';

/** Lets time pass until `work` has ended. */
export async function whilePassing<T>(clock: ManualClock, work: Promise<T>, stepMs = 50): Promise<T> {
  let over = false;
  const end = (): void => void (over = true);
  work.then(end, end);
  await settle();
  for (let steps = 0; !over; steps++) {
    if (steps > 5_000) throw new Error('the work does not end');
    await clock.advance(stepMs);
  }
  return work;
}
