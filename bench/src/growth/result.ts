import { type Judged, judge } from '../report/bar.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { machineOf } from '../settings.ts';
import type { RunReport } from '../work/measured-run.ts';
import { type Dimension, dimensions, growth, type Point } from './points.ts';

/** One run at one point. */
export interface Measured {
  readonly dimension: Dimension;
  readonly point: Point;
  readonly report: RunReport;
}

export interface PointResult extends Point {
  readonly perSecond: Spread;
  readonly cpuMicrosPerMessage: Spread;
  /** Its CPU time per message over that of the first point, round by round. */
  readonly cost: Spread;
  /** Of all rounds. */
  readonly outOfOrder: number;
}

export interface GrowthResult {
  readonly benchmark: 'growth';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly growth: Readonly<Record<Dimension, readonly PointResult[]>>;
  readonly bars: readonly Judged[];
}

export function resultOf(measured: readonly Measured[], rounds: number): GrowthResult {
  const of = (dimension: Dimension): readonly PointResult[] => {
    const reportsAt = (point: Point) => measured.filter((one) => one.dimension === dimension && one.point === point);
    const first = growth[dimension].slice(0, 1).flatMap(reportsAt);
    return growth[dimension].map((point) => pointResult(point, reportsAt(point), first));
  };
  const results = { keys: of('keys'), load: of('load'), workers: of('workers') };
  return { benchmark: 'growth', rounds, machine: machineOf(), growth: results, bars: barsOf(results) };
}

function pointResult(point: Point, runs: readonly Measured[], first: readonly Measured[]): PointResult {
  const cpuOf = (one: Measured | undefined): number => one?.report.cpuMicrosPerMessage ?? Number.NaN;
  return {
    ...point,
    perSecond: spreadOf(runs.map(({ report }) => report.perSecond)),
    cpuMicrosPerMessage: spreadOf(runs.map(cpuOf)),
    cost: spreadOf(runs.map((one, round) => cpuOf(one) / cpuOf(first[round]))),
    outOfOrder: runs.reduce((sum, { report }) => sum + report.outOfOrder, 0),
  };
}

/** Flat, give or take a tenth: between 0.9 and 1.1 of something. */
const flat = 1.1 / 0.9;

function barsOf(results: GrowthResult['growth']): readonly Judged[] {
  const costs = dimensions.map((dimension) => {
    const all = results[dimension].map(({ cost }) => cost.median);
    return judge(
      { what: `${dimension}: highest ÷ lowest CPU per message`, atMost: flat },
      Math.max(...all) / Math.min(...all),
    );
  });
  const disorder = dimensions.flatMap((dimension) => results[dimension]).reduce((sum, one) => sum + one.outOfOrder, 0);
  return [...costs, judge({ what: 'messages out of order', atMost: 0 }, disorder)];
}
