import { type Judged, judge } from '../report/bar.ts';
import { quantile, type Spread, spreadOf } from '../report/statistics.ts';
import { machineOf } from '../settings.ts';
import type { Offered } from './offering.ts';
import type { Answered } from './replies.ts';

/** What was seen in one round; moments are milliseconds of the clock that requests were sent by. */
export interface Round {
  /** Turns a second, with always some waiting. */
  readonly capacity: number;
  readonly offered: readonly Offered[];
  readonly answered: ReadonlyMap<string, Answered>;
  readonly surgeAt: number;
  /** From when on all is offered. */
  readonly heightAt: number;
  readonly endedAt: number;
  /** Unix milliseconds at the clock's zero. */
  readonly wallAt: number;
}

export interface SurgeResult {
  readonly benchmark: 'surge';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly capacity: Spread;
  readonly offeredPerSecond: Spread;
  readonly admitted: number;
  readonly refused: number;
  /** Of those admitted, completed or degraded. */
  readonly answeredShare: number;
  readonly ackP99Ms: Spread;
  readonly refusalP99Ms: Spread;
  readonly goodput: Spread;
  /** Goodput over capacity, round by round. */
  readonly goodputShare: Spread;
  /** p95 from the log to the reply, of the other tenant. */
  readonly otherBeforeMs: Spread;
  readonly otherDuringMs: Spread;
  readonly otherRatio: Spread;
  /** p95 of how long it waited for a place meanwhile. */
  readonly otherQueuedMs: Spread;
  readonly otherRefused: number;
  readonly bars: readonly Judged[];
}

export function resultOf(rounds: number, all: readonly Round[]): SurgeResult {
  const figures = all.map(figuresOf);
  const over = (of: (one: ReturnType<typeof figuresOf>) => number): Spread => spreadOf(figures.map(of));
  const sum = (of: (one: ReturnType<typeof figuresOf>) => number): number => figures.reduce((s, one) => s + of(one), 0);
  const result = {
    ...{ benchmark: 'surge' as const, rounds, machine: machineOf() },
    capacity: over(({ capacity }) => capacity),
    offeredPerSecond: over((one) => one.offeredPerSecond),
    admitted: sum(({ admitted }) => admitted),
    refused: sum(({ refused }) => refused),
    answeredShare: sum(({ answered }) => answered) / sum(({ admitted }) => admitted),
    ackP99Ms: over(({ ackP99Ms }) => ackP99Ms),
    refusalP99Ms: over(({ refusalP99Ms }) => refusalP99Ms),
    goodput: over(({ goodput }) => goodput),
    goodputShare: over(({ goodput, capacity }) => goodput / capacity),
    otherBeforeMs: over(({ otherBeforeMs }) => otherBeforeMs),
    otherDuringMs: over(({ otherDuringMs }) => otherDuringMs),
    otherRatio: over(({ otherDuringMs, otherBeforeMs }) => otherDuringMs / otherBeforeMs),
    otherQueuedMs: over(({ otherQueuedMs }) => otherQueuedMs),
    otherRefused: sum(({ otherRefused }) => otherRefused),
  };
  return {
    ...result,
    bars: [
      judge({ what: 'admitted turns that were answered', atLeast: 0.999 }, result.answeredShare),
      judge({ what: 'p99 of acknowledgements, ms', atMost: 200 }, result.ackP99Ms.median),
      judge({ what: 'p99 of refusals, ms', atMost: 50 }, result.refusalP99Ms.median),
      judge({ what: 'goodput, of the capacity', atLeast: 0.9 }, result.goodputShare.median),
      judge({ what: 'p95 of another tenant, of what it was before', atMost: 1.2 }, result.otherRatio.median),
    ],
  };
}

function figuresOf({ capacity, offered, answered, surgeAt, heightAt, endedAt, wallAt }: Round) {
  const seen = offered.filter(({ sentAt }) => sentAt >= surgeAt);
  const admitted = seen.filter(({ status }) => status < 300);
  const refused = seen.filter(({ status }) => status >= 300);
  const good = ({ conversationId }: Offered): boolean =>
    (answered.get(conversationId)?.status ?? 'failed') !== 'failed';
  const atHeight = [...answered.values()].filter(({ status, at }) => {
    return status !== 'failed' && at - wallAt >= heightAt && at - wallAt < endedAt;
  });
  const others = offered.filter(({ tenant }) => tenant === 'other');
  const answersOf = (some: readonly Offered[]) =>
    some.flatMap(({ conversationId }) => answered.get(conversationId) ?? []);
  const times = (some: readonly Offered[]) => answersOf(some).map(({ totalMs }) => totalMs);
  const during = others.filter(({ sentAt }) => sentAt >= surgeAt);
  return {
    capacity,
    offeredPerSecond: (1_000 * seen.filter(({ sentAt }) => sentAt >= heightAt).length) / (endedAt - heightAt),
    admitted: admitted.length,
    refused: refused.length,
    answered: admitted.filter(good).length,
    ackP99Ms: quantile(
      admitted.map(({ ackMs }) => ackMs),
      0.99,
    ),
    refusalP99Ms:
      refused.length === 0
        ? 0
        : quantile(
            refused.map(({ ackMs }) => ackMs),
            0.99,
          ),
    goodput: (1_000 * atHeight.length) / (endedAt - heightAt),
    otherBeforeMs: quantile(times(others.filter(({ sentAt }) => sentAt < surgeAt)), 0.95),
    otherDuringMs: quantile(times(during), 0.95),
    otherQueuedMs: quantile(
      answersOf(during).map(({ queuedMs }) => queuedMs),
      0.95,
    ),
    otherRefused: others.filter(({ status }) => status >= 300).length,
  };
}
