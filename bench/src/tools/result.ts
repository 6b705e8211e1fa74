import { type Judged, judge } from '../report/bar.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { machineOf } from '../settings.ts';

/** One contender in one round. */
export interface Measured {
  readonly contender: string;
  /** Of three calls side by side. */
  readonly cpuMicrosPerStep: number;
  /** Time of a step over that of its slowest call. */
  readonly overSlowest: number;
  /** Of single calls to the service with three instances. */
  readonly p99Ms: number;
  /** The same with one of the three slow. */
  readonly p99WithSlowMs: number;
}

interface ContenderResult {
  readonly contender: string;
  readonly cpuMicrosPerStep: Spread;
  readonly overSlowest: Spread;
  readonly p99Ms: Spread;
  readonly p99WithSlowMs: Spread;
  /** Its CPU time over Turnfleet's, round by round. */
  readonly cpuOverTurnfleet: Spread;
  /** p99 with a slow instance over p99 without, round by round. */
  readonly slowOverCalm: Spread;
}

export interface ToolsResult {
  readonly benchmark: 'tools';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly contenders: readonly ContenderResult[];
  readonly bars: readonly Judged[];
}

export const ours = 'turnfleet';
export const anew = 'turnfleet, nothing kept';
export const peer = 'grpc-js, Promise.all';

export function resultOf(measured: readonly Measured[], rounds: number): ToolsResult {
  const byName = Map.groupBy(measured, ({ contender }) => contender);
  const own = byName.get(ours) ?? [];
  const contenders = [...byName].map(([contender, of]) => ({
    contender,
    cpuMicrosPerStep: spreadOf(of.map((one) => one.cpuMicrosPerStep)),
    overSlowest: spreadOf(of.map((one) => one.overSlowest)),
    p99Ms: spreadOf(of.map((one) => one.p99Ms)),
    p99WithSlowMs: spreadOf(of.map((one) => one.p99WithSlowMs)),
    cpuOverTurnfleet: spreadOf(of.map((one, i) => one.cpuMicrosPerStep / (own[i]?.cpuMicrosPerStep ?? Number.NaN))),
    slowOverCalm: spreadOf(of.map((one) => one.p99WithSlowMs / one.p99Ms)),
  }));
  const of = (name: string): ContenderResult | undefined => contenders.find(({ contender }) => contender === name);
  const bars = [
    judge({ what: 'CPU of grpc-js over Turnfleet', atLeast: 4 }, of(peer)?.cpuOverTurnfleet.median ?? null),
    judge({ what: 'step over its slowest call', atMost: 1.15 }, of(anew)?.overSlowest.median ?? null),
    judge({ what: 'p99 with one slow of three over without', atMost: 1.3 }, of(anew)?.slowOverCalm.median ?? null),
  ];
  return { benchmark: 'tools', rounds, machine: machineOf(), contenders, bars };
}
