import type { BreakerState } from '@turnfleet/core';
import type { Usd } from '../money/usd.ts';

/** What was measured of a model at an endpoint lately; null where nothing was. */
export interface Measured {
  /** Moving average of the time to the first token, milliseconds. */
  readonly firstTokenMs: number | null;
  /** 95th percentile of the last calls, milliseconds. */
  readonly firstTokenP95Ms: number | null;
  /** 95th percentile until the first word or call; null until there were enough calls. */
  readonly silentP95Ms: number | null;
  /** Moving average after the first token, milliseconds. */
  readonly msPerToken: number | null;
  /** Calls that went well and that did not, fading with time. */
  readonly successes: number;
  readonly failures: number;
}

/** A model at one endpoint, as a strategy sees it for one step of a turn. */
export interface Candidate {
  readonly model: string;
  readonly endpoint: string;
  /** Of this step: prompt as counted, answer as long as answers of late. */
  readonly estimatedCost: Usd;
  /** Reserved before the call: prompt as counted, answer as long as it may be. */
  readonly worstCase: Usd;
  /** What the catalogue says where nothing was measured yet. */
  readonly latency: 'fast' | 'medium' | 'slow';
  /** 1 (weakest) to 10, by the catalogue. */
  readonly strength: number;
  /** Share among its neighbours, by the rule; 1 where none is given. */
  readonly weight: number;
  readonly measured: Measured;
  /** Calls under way in this process. */
  readonly inFlight: number;
  readonly breaker: BreakerState;
  /** Other workers could not reach it: others are asked first. */
  readonly doubted: boolean;
}

/** A candidate with what a strategy made of it; the lowest score wins. */
export interface Scored {
  readonly candidate: Candidate;
  readonly score: number;
  /** The figures behind the score, for people. */
  readonly why: string;
}
