import type { Priority } from '@turnfleet/contract/schemas';

/** How busy the fleet is. */
export interface Pressure {
  /** Turns in flight over what the workers may have in flight, 0 to 1. */
  readonly inFlightRatio: number;
  /** Age of the turn that waits longest, milliseconds. */
  readonly queueAgeMs: number;
}

export interface SheddingStep {
  /** As metrics call it. */
  readonly name: string;
  /** Either figure begins it. */
  readonly enter: Pressure;
  /** Both have to fall below theirs to end it: lower than `enter`, so that it does not flap. */
  readonly leave: Pressure;
  /** Turns of this priority and less urgent ones (1 high, 2 normal, 3 low) do without tools that `may_be_left_out`. */
  readonly extrasOffFrom: Priority;
  /** Turns of this priority and less urgent ones do without any look-up; null: none do. */
  readonly readsOffFrom: Priority | null;
}

/**
 * What is switched off at which load, mildest first; each step holds until its own figures have fallen. Calls that take effect
 * are never left out: a shopper said yes to them. The only statement of it; docs/guide/tools.md shows the same as a table.
 */
export const sheddingTable = [
  {
    name: 'busy',
    enter: { inFlightRatio: 0.8, queueAgeMs: 2_000 },
    leave: { inFlightRatio: 0.6, queueAgeMs: 500 },
    extrasOffFrom: 3,
    readsOffFrom: null,
  },
  {
    name: 'strained',
    enter: { inFlightRatio: 0.9, queueAgeMs: 5_000 },
    leave: { inFlightRatio: 0.75, queueAgeMs: 2_000 },
    extrasOffFrom: 2,
    readsOffFrom: 3,
  },
  {
    name: 'overloaded',
    enter: { inFlightRatio: 0.97, queueAgeMs: 10_000 },
    leave: { inFlightRatio: 0.85, queueAgeMs: 5_000 },
    extrasOffFrom: 1,
    readsOffFrom: 3,
  },
] as const satisfies readonly SheddingStep[];
