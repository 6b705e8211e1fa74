import type { Candidate, Scored } from './candidate.ts';
import { leastInFlight } from './least-in-flight.ts';
import { firstMatch, type RouteFacts, type RouteRule } from './rule.ts';
import { type StrategyContext, strategies } from './strategies.ts';

/** What a step of a turn needs of a model. */
export interface Needs {
  readonly tools: boolean;
  readonly forcedTools: boolean;
  readonly vision: boolean;
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
}

/** A candidate that may be chosen, or the sentence that says why it may not. */
export interface Considered {
  readonly candidate: Candidate;
  /** Null: it may be chosen. */
  readonly excluded: string | null;
  /** Milliseconds until it may be, if that is all that keeps it from being chosen. */
  readonly waitMs?: number | undefined;
}

export interface Excluded {
  readonly candidate: Candidate;
  readonly why: string;
  readonly waitMs?: number | undefined;
}

/** Everything that decided, for the span and for `models explain`. */
export interface RouteDecision {
  readonly rule: RouteRule;
  readonly ranked: readonly Scored[];
  readonly excluded: readonly Excluded[];
}

/**
 * The first rule that matches ranks its models by its strategy; a model to stay with, if it may be chosen, goes before all
 * others whatever the scores, and those that are doubted go behind all. Of equal scores the one with the fewest calls under
 * way comes first, then chance decides by weight. Null when no rule matches.
 */
export function route(
  rules: readonly RouteRule[],
  facts: RouteFacts,
  consider: (rule: RouteRule) => readonly Considered[],
  context: StrategyContext,
  stayWith: (rule: RouteRule) => string | null = () => null,
): RouteDecision | null {
  const rule = firstMatch(rules, facts);
  if (!rule) return null;
  const considered = consider(rule);
  const open = considered.flatMap(({ candidate, excluded }) => (excluded === null ? [candidate] : []));
  const scored = strategies[rule.strategy](leastInFlight(open, context.random), context);
  const ranked = scored.toSorted((a, b) => a.score - b.score);
  const kept = stayWith(rule);
  const stays = ({ candidate }: Scored): boolean => candidate.model === kept;
  return {
    rule,
    ranked: doubtedLast(
      [...ranked.filter(stays), ...ranked.filter((one) => !stays(one))],
      ({ candidate }) => candidate,
    ),
    excluded: considered.flatMap(({ candidate, excluded: why, waitMs }) =>
      why === null ? [] : [{ candidate, why, ...(waitMs !== undefined && { waitMs }) }],
    ),
  };
}

export function doubtedLast<T>(all: readonly T[], candidateOf: (one: T) => Candidate): readonly T[] {
  return all.toSorted((a, b) => Number(candidateOf(a).doubted) - Number(candidateOf(b).doubted));
}
