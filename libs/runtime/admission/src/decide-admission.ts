import type { Priority } from '@turnfleet/contract/schemas';

/** How things stand for somebody who wants to send a turn. Turns, and turns a second. */
export interface Standing {
  /** Null: nobody has told of late. */
  readonly fleet: {
    /** Turns that may wait: as many as workers have fetched beside those that they work on. */
    readonly room: number;
    /** Turns that wait. */
    readonly queue: number;
    /** Those of them that are the tenant's. */
    readonly ofTenant: number;
    /** Null while nobody knows how fast they go. */
    readonly startsInMs: number | null;
  } | null;
  /** Turns that this door has let in of late without knowing. */
  readonly blind: number;
  readonly priority: Priority;
  /** The last of this tenant and priority was refused. */
  readonly refusing: boolean;
}

export interface AdmissionLimits {
  /** Longest that a turn may wait before work on it begins. */
  readonly maxWaitMs: number;
  /** Turns that are let in without knowing, in `blindForMs`. */
  readonly blindTurns: number;
}

export const blindForMs = 10_000;

export type Decision =
  | { readonly kind: 'accept'; readonly startsInMs: number }
  | { readonly kind: 'refuse'; readonly why: 'unknown' | 'full' | 'share' | 'wait' };

/**
 * Of the room that is free, how many times as much a tenant's queue may be (dynamic thresholds: Choudhury, Hahne, IEEE/ACM
 * ToN 1998). So one tenant alone fills half of the room, and there is always some for a newcomer.
 */
const shareOfFree: Readonly<Record<Priority, number>> = { 1: 2, 2: 1, 3: 0.5 };
/** Where a tenant was refused, its queue has to shrink so far before it is let in again. */
const again = 0.8;

/** Whether a turn is let in. Total; the more waits, the less is let in. */
export function decideAdmission({ fleet, blind, priority, refusing }: Standing, limits: AdmissionLimits): Decision {
  if (fleet === null)
    return blind < limits.blindTurns ? { kind: 'accept', startsInMs: 0 } : { kind: 'refuse', why: 'unknown' };
  const { room, queue, ofTenant } = fleet;
  const startsInMs = fleet.startsInMs ?? 0;
  const part = refusing ? again : 1;
  if (queue === 0) return { kind: 'accept', startsInMs: 0 };
  if (queue >= room) return { kind: 'refuse', why: 'full' };
  // The first of a tenant always has room here.
  if (ofTenant > 0 && ofTenant >= part * shareOfFree[priority] * (room - queue))
    return { kind: 'refuse', why: 'share' };
  if (startsInMs > part * limits.maxWaitMs) return { kind: 'refuse', why: 'wait' };
  return { kind: 'accept', startsInMs };
}
