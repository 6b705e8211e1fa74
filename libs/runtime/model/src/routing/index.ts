export type { Candidate, Measured, Scored } from './candidate.ts';
export { type Complexity, type ComplexityReason, complexityOf, complexityWeights } from './complexity.ts';
export { type CallOutcome, Measurements, percentile } from './measurements.ts';
export { minuteOfDay } from './minute-of-day.ts';
export { defaultPeak, isPeak, type Load, type PeakThresholds } from './peak.ts';
export { type Considered, type Needs, type RouteDecision, route } from './route.ts';
export { type Conditions, firstMatch, mismatch, type RouteFacts, type RouteRule } from './rule.ts';
export { type Strategy, type StrategyContext, type StrategyName, strategies, strategyNames } from './strategies.ts';
