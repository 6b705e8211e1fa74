import type { Random } from '@turnfleet/core';
import type { RealFleet } from '../fleet/start-fleet.ts';

/** What a fault has at hand. */
export interface FaultScene {
  readonly fleet: RealFleet;
  readonly random: Random;
  readonly say: (line: string) => void;
  /** Resolves after so long; at once when the run is given up. */
  readonly sleep: (ms: number) => Promise<void>;
  /** A death of a worker, for the measures; resolves when each of its partitions has a new reply, or after a minute. */
  readonly died: (worker: string, how: string, kill: () => Promise<void>) => Promise<void>;
  /** All clients break off and resume. */
  readonly dropClients: () => void;
  /** The store is about to lose what was written to it. */
  readonly forgets: () => Promise<void>;
}

/** Injects itself, lasts, and heals before it resolves. */
export type Fault = (scene: FaultScene) => Promise<void>;

export function between(random: Random, low: number, high: number): number {
  return Math.round(low + random() * (high - low));
}

export function oneOf<T>(random: Random, all: readonly T[]): T {
  const found = all[Math.floor(random() * all.length)];
  if (found === undefined) throw new Error('There is nothing to choose from.');
  return found;
}
