import type { Random } from '@turnfleet/core';
import { formatUsd, type Usd, usdAsNumber } from '../money/usd.ts';
import type { Candidate, Scored } from './candidate.ts';
import { lotOf } from './least-in-flight.ts';

export interface StrategyContext {
  readonly random: Random;
  /** What the turn may still cost, null where nothing limits it. */
  readonly budgetLeft: Usd | null;
}

/** Scores every candidate, in their order; the lowest score wins, and of equal ones the first (see `leastInFlight`). Pure but for `random`. */
export type Strategy = (candidates: readonly Candidate[], context: StrategyContext) => readonly Scored[];

/** What a latency class is taken for until something was measured: time to the first token, and per token after it. */
const assumed = {
  fast: { firstTokenMs: 300, msPerToken: 5 },
  medium: { firstTokenMs: 700, msPerToken: 12 },
  slow: { firstTokenMs: 1_200, msPerToken: 20 },
} as const;
/** An answer of usual length, tokens. */
const usualAnswer = 80;
/** How much the less tried are owed. With counts that fade, a model that failed twice is tried again within minutes. */
const curiosity = 0.2;

const score = (candidates: readonly Candidate[], of: (candidate: Candidate) => readonly [number, string]) =>
  candidates.map((candidate): Scored => {
    const [value, why] = of(candidate);
    return { candidate, score: value, why };
  });

const cheapest: Strategy = (candidates) =>
  score(candidates, ({ estimatedCost }) => [usdAsNumber(estimatedCost), `about $${formatUsd(estimatedCost)}`]);

/** Time to the whole answer: moving averages, half of it the 95th percentile so that a model with hiccups loses. */
const fastest: Strategy = (candidates) =>
  score(candidates, ({ measured, latency }) => {
    const first = measured.firstTokenMs ?? assumed[latency].firstTokenMs;
    const tail = measured.firstTokenP95Ms ?? first;
    const perToken = measured.msPerToken ?? assumed[latency].msPerToken;
    const total = (first + tail) / 2 + usualAnswer * perToken;
    const source = measured.firstTokenMs === null ? 'by its class' : 'measured';
    return [total, `about ${Math.round(total)} ms (${source})`];
  });

const strongest: Strategy = (candidates) =>
  score(candidates, ({ strength, estimatedCost }) => [
    // Of two equally strong ones the cheaper; no cost comes up to a step of strength.
    -strength + usdAsNumber(estimatedCost) / (1 + usdAsNumber(estimatedCost)),
    `strength ${strength}`,
  ]);

/** Each wins as often as its weight says: P. Efraimidis, P. Spirakis, "Weighted random sampling with a reservoir" (2006). */
const weighted: Strategy = (candidates, { random }) =>
  score(candidates, (candidate) => [lotOf(candidate, random), `weight ${candidate.weight}`]);

/**
 * Smoothed share of success plus what is owed to the less tried (UCB1, P. Auer et al., 2002): a model that failed early is
 * asked again once its neighbours were asked often enough.
 */
const successRate: Strategy = (candidates) => {
  const all = candidates.reduce((sum, { measured }) => sum + measured.successes + measured.failures, 0);
  return score(candidates, ({ measured: { successes, failures } }) => {
    const tried = successes + failures;
    const rate = (successes + 1) / (tried + 2);
    const owed = curiosity * Math.sqrt((2 * Math.log(all + 1)) / (tried + 1));
    return [-(rate + owed), `${Math.round(rate * 1_000) / 10} % of ${Math.round(tried)} calls`];
  });
};

const leastBusy: Strategy = (candidates) =>
  score(candidates, ({ inFlight, weight }) => [
    weight > 0 ? inFlight / weight : Number.POSITIVE_INFINITY,
    `${inFlight} under way`,
  ]);

/** The strongest whose worst case the budget still takes; the cheapest where it takes none. */
const budget: Strategy = (candidates, { budgetLeft }) =>
  score(candidates, ({ worstCase, strength, estimatedCost }) => {
    const fits = budgetLeft === null || worstCase <= budgetLeft;
    return fits
      ? [-strength, `strength ${strength}, at most $${formatUsd(worstCase)}`]
      : [1 + usdAsNumber(estimatedCost), `may cost $${formatUsd(worstCase)}, more than is left`];
  });

export const strategies = {
  cheapest,
  fastest,
  strongest,
  weighted,
  'success-rate': successRate,
  'least-busy': leastBusy,
  budget,
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof strategies;
export const strategyNames = Object.keys(strategies) as [StrategyName, ...StrategyName[]];
