import type { Random } from '@turnfleet/core';
import type { CallCandidate } from './candidate.ts';

interface BalancingContext {
  readonly random: Random;
  /** Grows by one with each call of the service. */
  readonly turn: number;
  /** Where this process runs; empty if that was not said. */
  readonly region: string;
}

/** Which of several instances gets a call; of none there is none. */
type Balancer = <C extends CallCandidate>(candidates: readonly C[], context: BalancingContext) => C | undefined;

export const balancings = [
  'round_robin',
  'random',
  'least_in_flight',
  'least_load',
  'latency',
  'cost',
  'weighted',
  'region_first',
] as const;

export type Balancing = (typeof balancings)[number];

/** The ways to spread calls, each a pure function. */
export const balancers: Readonly<Record<Balancing, Balancer>> = {
  round_robin: (candidates, { turn }) => candidates[turn % candidates.length],
  random: (candidates, { random }) => anyOf(candidates, random),
  least_in_flight: (candidates, context) =>
    anyOf(
      lowest(candidates, ({ inFlight }) => inFlight),
      context.random,
    ),
  least_load: (candidates, context) => anyOf(lowest(candidates, loadOf), context.random),
  latency: fasterOfTwo,
  cost: (candidates, context) =>
    fasterOfTwo(
      lowest(candidates, ({ costPerCall }) => costPerCall),
      context,
    ),
  weighted: byWeight,
  region_first: (candidates, context) => {
    const near = candidates.filter(({ region }) => region !== '' && region === context.region);
    return fasterOfTwo(near.length > 0 ? near : candidates, context);
  },
};

function anyOf<C>(candidates: readonly C[], random: Random): C | undefined {
  return candidates[Math.floor(random() * candidates.length)];
}

function lowest<C>(candidates: readonly C[], score: (candidate: C) => number): readonly C[] {
  const least = Math.min(...candidates.map(score));
  return candidates.filter((candidate) => score(candidate) === least);
}

/** What it said last, or what this process alone has there, if that is more by now. */
function loadOf({ load, inFlight, capacity }: CallCandidate): number {
  return capacity > 0 ? Math.max(load, inFlight / capacity) : load;
}

/**
 * The better of two at random (https://www.eecs.harvard.edu/~michaelm/postscripts/handbook2001.pdf): nearly as good as the
 * best of all, and many callers do not run to one instance together. What waits there already counts as time.
 */
function fasterOfTwo<C extends CallCandidate>(candidates: readonly C[], { random }: BalancingContext): C | undefined {
  const first = Math.floor(random() * candidates.length);
  const next = candidates.length > 1 ? Math.floor(random() * (candidates.length - 1)) : 0;
  const one = candidates[first];
  const other = candidates[next < first ? next : next + 1] ?? one;
  if (one === undefined || other === undefined) return one;
  // One that is not known yet is as good as the best until it has answered.
  const known = Math.min(...candidates.flatMap(({ latencyMs }) => latencyMs ?? []));
  const unknown = Number.isFinite(known) ? known : 1;
  const score = ({ latencyMs, inFlight }: C): number => (latencyMs ?? unknown) * (inFlight + 1);
  return score(other) < score(one) ? other : one;
}

function byWeight<C extends CallCandidate>(candidates: readonly C[], { random }: BalancingContext): C | undefined {
  let left = random() * candidates.reduce((sum, { weight }) => sum + weight, 0);
  return candidates.find(({ weight }) => (left -= weight) < 0) ?? candidates.at(-1);
}
