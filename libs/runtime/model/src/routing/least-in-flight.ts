import type { Random } from '@turnfleet/core';
import type { Candidate } from './candidate.ts';

/**
 * Those with the fewest calls under way first, equal ones by lot and weight (Efraimidis and Spirakis, as `weighted`): the
 * order of candidates that nothing else tells apart, so that of two equal endpoints not always the same one is asked.
 */
export function leastInFlight(candidates: readonly Candidate[], random: Random): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const drawn = candidates.map((candidate) => ({ candidate, lot: lotOf(candidate, random) }));
  return drawn
    .toSorted((a, b) => a.candidate.inFlight - b.candidate.inFlight || a.lot - b.lot)
    .map(({ candidate }) => candidate);
}

/** The lowest wins, as often as the weight says. */
export const lotOf = ({ weight }: Pick<Candidate, 'weight'>, random: Random): number =>
  weight > 0 ? -((1 - random()) ** (1 / weight)) : Number.POSITIVE_INFINITY;
