import type { Handoff } from '@turnfleet/contract/schemas';

/** Milliseconds waited after which priority 3 becomes 2, and after which 2 becomes 1. */
export interface EscalateAfter {
  readonly toTwoMs: number;
  readonly toOneMs: number;
}

/** Whether a handoff has waited for longer than its priority allows. Of the highest none ever has. */
export function isDueToEscalate(
  { state, priority, since }: Pick<Handoff, 'state' | 'priority' | 'since'>,
  now: number,
  { toTwoMs, toOneMs }: EscalateAfter,
): boolean {
  if (state !== 'waiting' || priority === 1) return false;
  return now - Date.parse(since) >= (priority === 3 ? toTwoMs : toOneMs);
}
