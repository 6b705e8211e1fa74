import { turnsInFlight } from '../consumers/turnfleet.ts';
import { type Judged, judge } from '../report/bar.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { machineOf } from '../settings.ts';
import type { RunReport } from '../work/measured-run.ts';
import { idealPerSecond } from './ideal.ts';
import { keyCount, type WaitMs, waits } from './loads.ts';

/** One run of one contender. */
export interface Measured {
  readonly name: string;
  readonly waitMs: WaitMs;
  readonly report: RunReport;
}

export interface ContenderResult {
  readonly name: string;
  readonly messages: number;
  readonly perSecond: Spread;
  readonly cpuMicrosPerMessage: Spread;
  /** Of all rounds. */
  readonly outOfOrder: number;
  readonly repeated: number;
  /** Turnfleet's rate over this one's, round by round. */
  readonly turnfleetRatio: Spread;
}

export interface WaitResult {
  readonly waitMs: WaitMs;
  /** Work ÷ capacity: messages per second if nothing but waiting took time; null without waiting. */
  readonly idealPerSecond: number | null;
  readonly contenders: readonly ContenderResult[];
}

export interface ConsumeResult {
  readonly benchmark: 'consume';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly keys: number;
  readonly waits: readonly WaitResult[];
  readonly bars: readonly Judged[];
}

/** Contenders in the order of `names`. */
export function resultOf(names: readonly string[], measured: readonly Measured[], rounds: number): ConsumeResult {
  const byWait = waits.map((waitMs) => waitResult(waitMs, names, measured));
  return {
    benchmark: 'consume',
    rounds,
    machine: machineOf(),
    keys: keyCount,
    waits: byWait,
    bars: barsOf(byWait),
  };
}

function waitResult(waitMs: WaitMs, names: readonly string[], measured: readonly Measured[]): WaitResult {
  const runsOf = (name: string): readonly RunReport[] =>
    measured.filter((one) => one.waitMs === waitMs && one.name === name).map(({ report }) => report);
  const ours = runsOf('turnfleet');
  const contenders = names.map((name): ContenderResult => {
    const reports = runsOf(name);
    return {
      name,
      messages: reports[0]?.messages ?? 0,
      perSecond: spreadOf(reports.map(({ perSecond }) => perSecond)),
      cpuMicrosPerMessage: spreadOf(reports.map(({ cpuMicrosPerMessage }) => cpuMicrosPerMessage)),
      outOfOrder: reports.reduce((sum, { outOfOrder }) => sum + outOfOrder, 0),
      repeated: reports.reduce((sum, { repeated }) => sum + repeated, 0),
      turnfleetRatio: spreadOf(reports.map(({ perSecond }, i) => (ours[i]?.perSecond ?? 0) / perSecond)),
    };
  });
  const ideal = waitMs === 0 ? null : idealPerSecond(waitMs, keyCount, turnsInFlight);
  return { waitMs, idealPerSecond: ideal, contenders };
}

function barsOf(results: readonly WaitResult[]): readonly Judged[] {
  const ratio = (waitMs: WaitMs, name: string): number | null => {
    const found = results.find((one) => one.waitMs === waitMs)?.contenders.find((one) => one.name === name);
    return found?.turnfleetRatio.median ?? null;
  };
  const ofIdeal = (waitMs: WaitMs): number | null => {
    const found = results.find((one) => one.waitMs === waitMs);
    const rate = found?.contenders.find(({ name }) => name === 'turnfleet')?.perSecond.median;
    return rate === undefined || !found?.idealPerSecond ? null : rate / found.idealPerSecond;
  };
  const disorder = results.flatMap(({ contenders }) => contenders).filter(({ name }) => name === 'turnfleet');
  return [
    judge({ what: '50 ms: Turnfleet ÷ kafkajs eachMessage', atLeast: 12 }, ratio(50, 'eachMessage')),
    judge({ what: '200 ms: Turnfleet ÷ kafkajs eachMessage', atLeast: 33 }, ratio(200, 'eachMessage')),
    judge({ what: '0 ms: Turnfleet ÷ BullMQ', atLeast: 2 }, ratio(0, 'BullMQ')),
    judge({ what: '50 ms: Turnfleet ÷ ideal', atLeast: 0.85 }, ofIdeal(50)),
    judge({ what: '200 ms: Turnfleet ÷ ideal', atLeast: 0.85 }, ofIdeal(200)),
    judge(
      { what: 'Turnfleet: messages out of order', atMost: 0 },
      disorder.reduce((sum, one) => sum + one.outOfOrder, 0),
    ),
  ];
}
