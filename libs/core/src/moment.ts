import type { Clock } from './clock.ts';

/** An instant on both clocks of a process. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export function momentOf(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), wall: clock.now() };
}

/**
 * Milliseconds since then, by the clock that says more. The monotonic one stands still while a machine is paused (Linux's
 * CLOCK_MONOTONIC leaves a suspend out, and so does a virtual machine), the wall clock may be set back.
 */
export function msSince(clock: Clock, { monotonic, wall }: Moment): number {
  return Math.max(clock.monotonic() - monotonic, clock.now() - wall);
}
