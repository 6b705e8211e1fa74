import { type Judged, judge } from '../report/bar.ts';
import { type Spread, spreadOf } from '../report/statistics.ts';
import { machineOf } from '../settings.ts';
import type { KillReport } from './executions.ts';
import { patienceMs } from './run.ts';
import type { StuckKeyReport } from './stuck-key.ts';

/** The rounds of one contender. */
interface Rounds<T> {
  readonly name: string;
  readonly reports: readonly T[];
}

interface StuckKeyResult {
  readonly name: string;
  /** Milliseconds from offer to end, of the keys that are not stuck. */
  readonly undisturbedP99: Spread;
  readonly stuckP99: Spread;
  /** With a stuck key over without, round by round. */
  readonly ratio: Spread;
}

interface KilledWorkerResult {
  readonly name: string;
  readonly runningAtKill: Spread;
  readonly repeatedBeyondRunning: Spread;
  /** The former over what ran at the kill. */
  readonly repeatedShare: Spread;
  readonly movingAgainMs: Spread;
  /** Of all rounds. */
  readonly lost: number;
}

export interface StragglerResult {
  readonly benchmark: 'straggler';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly stuckKey: readonly StuckKeyResult[];
  readonly killedWorker: readonly KilledWorkerResult[];
  readonly bars: readonly Judged[];
}

/** The first of each are Turnfleet's. */
export function resultOf(
  rounds: number,
  stuck: readonly Rounds<StuckKeyReport>[],
  killed: readonly Rounds<KillReport>[],
): StragglerResult {
  const stuckKey = stuck.map(stuckKeyResult);
  const killedWorker = killed.map(killedWorkerResult);
  const [ours, ourKill] = [stuckKey[0], killedWorker[0]];
  const seconds = ourKill ? ourKill.movingAgainMs.median / 1_000 : null;
  return {
    benchmark: 'straggler',
    rounds,
    machine: machineOf(),
    stuckKey,
    killedWorker,
    bars: [
      judge({ what: 'stuck key: p99 of the other keys ÷ undisturbed', atMost: 1.1 }, ours?.ratio.median ?? null),
      judge(
        { what: 'killed worker: repeated beyond those running ÷ those running', atMost: 0.01 },
        ourKill?.repeatedShare.median ?? null,
      ),
      judge({ what: 'killed worker: seconds until every partition moves again', atMost: 15 }, seconds),
      judge({ what: 'killed worker: messages lost', atMost: 0 }, ourKill?.lost ?? null),
    ],
  };
}

function stuckKeyResult({ name, reports }: Rounds<StuckKeyReport>): StuckKeyResult {
  return {
    name,
    undisturbedP99: spreadOf(reports.map(({ undisturbed }) => undisturbed.p99)),
    stuckP99: spreadOf(reports.map(({ stuck }) => stuck.p99)),
    ratio: spreadOf(reports.map(({ undisturbed, stuck }) => stuck.p99 / undisturbed.p99)),
  };
}

function killedWorkerResult({ name, reports }: Rounds<KillReport>): KilledWorkerResult {
  const spread = (value: (report: KillReport) => number): Spread => spreadOf(reports.map(value));
  return {
    name,
    runningAtKill: spread(({ runningAtKill }) => runningAtKill),
    repeatedBeyondRunning: spread(({ repeatedBeyondRunning }) => repeatedBeyondRunning),
    repeatedShare: spread((report) => report.repeatedBeyondRunning / Math.max(1, report.runningAtKill)),
    movingAgainMs: spread(({ movingAgainMs }) => movingAgainMs ?? patienceMs),
    lost: reports.reduce((sum, { lost }) => sum + lost, 0),
  };
}
