import type { Random } from './ids.ts';

/** A time around `ms`, from half of it to half more: so that those who begin to wait together do not end together. */
export function spread(ms: number, random: Random): number {
  return Math.floor(ms * (0.5 + random()));
}
