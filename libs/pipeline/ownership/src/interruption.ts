import { isTurnfleetError } from '@turnfleet/core';

/** Whether work on a partition ended because it, or the store, went away: the next look is for whoever owns it then. */
export function isInterruption(error: unknown): boolean {
  return kinds.some((kind) => isTurnfleetError(error, kind));
}

const kinds = ['fenced', 'overloaded', 'cancelled', 'conflict'] as const;
