import { type Judged, judge } from '../report/bar.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { machineOf } from '../settings.ts';
import { type Mode, modes } from './answers.ts';

/** One contender in one round. */
export interface Measured {
  readonly contender: string;
  readonly mode: Mode;
  readonly cpuMicrosPerCall: number;
}

interface ContenderResult {
  readonly contender: string;
  readonly cpuMicrosPerCall: Spread;
  /** Its CPU time over Turnfleet's, round by round. */
  readonly overTurnfleet: Spread;
}

export interface TransportResult {
  readonly benchmark: 'model-transport';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly calls: Readonly<Record<Mode, readonly ContenderResult[]>>;
  readonly bars: readonly Judged[];
}

const ours = 'turnfleet';
const peer = 'openai SDK';
const atLeast: Readonly<Record<Mode, number>> = { whole: 1.7, streamed: 3 };

export function resultOf(measured: readonly Measured[], rounds: number): TransportResult {
  const of = (mode: Mode): readonly ContenderResult[] => {
    const byName = Map.groupBy(
      measured.filter((one) => one.mode === mode),
      ({ contender }) => contender,
    );
    const base = byName.get(ours) ?? [];
    return [...byName].map(([contender, runs]) => ({
      contender,
      cpuMicrosPerCall: spreadOf(runs.map((run) => run.cpuMicrosPerCall)),
      overTurnfleet: spreadOf(runs.map((run, at) => run.cpuMicrosPerCall / (base[at]?.cpuMicrosPerCall ?? Number.NaN))),
    }));
  };
  const calls = { whole: of('whole'), streamed: of('streamed') };
  const bars = modes.map((mode) => {
    const ratio = calls[mode].find(({ contender }) => contender === peer)?.overTurnfleet.median ?? null;
    return judge({ what: `${mode}: CPU of the ${peer} ÷ ours`, atLeast: atLeast[mode] }, ratio);
  });
  return { benchmark: 'model-transport', rounds, machine: machineOf(), calls, bars };
}
